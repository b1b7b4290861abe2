# What a guest needs of an accelerator, in 1.4 KiB. QEMU runs it as its firmware (-bios); it walks from real mode to
# 64-bit mode as a kernel does, tries each thing a kernel relies on, and writes one letter to the serial port after each
# and a full stop at the end. Where the processor does something wrong, it writes '!' and halts.
#
# TrialGuest.cs says what the letters stand for. eng/build-trial-guest makes TrialGuest.bin from this; a test compares.

        .equ    SERIAL, 0x3f8
        .equ    BASE, 0x10000           # the code is copied here and runs from RAM
        .equ    STACK, 0x9000           # grows down
        .equ    PAGES, 0x20000          # page tables: PML4, PDPT, PD, PT
        .equ    IDT, 0x30000
        .equ    TSS, 0x31000
        .equ    SCRATCH, 0x40000
        .equ    HOLE, 0x5f000           # the page whose absence is a page fault
        .equ    LAPIC, 0xfee00000

        .section .text
        .globl  _start
        .code16
_start:
rom:
        cli
        cld
        movw    %cs, %ax
        movw    %ax, %ds
        movw    $(BASE >> 4), %ax
        movw    %ax, %es
        xorw    %si, %si
        xorw    %di, %di
        movw    $(end - rom), %cx
        rep movsb                       # out of the ROM
        ljmp    $(BASE >> 4), $(ram - rom)
ram:
        movw    %cs, %ax
        movw    %ax, %ds
        xorw    %ax, %ax
        movw    %ax, %ss
        movw    $STACK, %sp
        movb    $'a', %al
        movw    $SERIAL, %dx
        outb    %al, %dx                # real mode runs

        lgdtl   gdtr - rom
        movl    %cr0, %eax
        orb     $1, %al
        movl    %eax, %cr0
        ljmpl   $0x08, $(BASE + protected - rom)

        .code32
protected:
        movw    $0x10, %ax
        movw    %ax, %ds
        movw    %ax, %es
        movw    %ax, %fs
        movw    %ax, %gs
        movw    %ax, %ss
        movl    $STACK, %esp
        movb    $'b', %al
        movw    $SERIAL, %dx
        outb    %al, %dx                # protected mode runs

        # Page tables: the first 2 MiB in 4 KiB pages, the LAPIC's 2 MiB as one, user pages all.
        movl    $PAGES, %edi
        xorl    %eax, %eax
        movl    $(6 * 1024), %ecx
        rep stosl
        movl    $(PAGES + 0x1007), PAGES
        movl    $(PAGES + 0x2007), PAGES + 0x1000
        movl    $(PAGES + 0x3007), PAGES + 0x1018
        movl    $(PAGES + 0x4007), PAGES + 0x2000
        movl    $(LAPIC + 0x9b), PAGES + 0x3fb8         # 2 MiB, uncached
        movl    $(PAGES + 0x4000), %edi
        movl    $7, %eax
1:      movl    %eax, (%edi)
        addl    $8, %edi
        addl    $0x1000, %eax
        cmpl    $0x200007, %eax
        jne     1b
        movl    $0, PAGES + 0x4000 + (HOLE >> 9)        # (HOLE >> 12) * 8

        movl    %cr4, %eax
        orl     $0x620, %eax            # PAE, OSFXSR, OSXMMEXCPT
        movl    %eax, %cr4
        movl    $PAGES, %eax
        movl    %eax, %cr3
        movl    $0xc0000080, %ecx       # EFER
        rdmsr
        orl     $0x101, %eax            # LME, SCE
        wrmsr
        movl    %cr0, %eax
        andl    $0x9ffffffb, %eax       # caches on, no x87 emulation
        orl     $0x80010022, %eax       # PG, WP, NE, MP
        movl    %eax, %cr0
        ljmpl   $0x18, $(BASE + long - rom)

        .code64
        .macro  step letter
        movb    $\letter, %al
        movw    $SERIAL, %dx
        outb    %al, %dx
        .endm

        .macro  gate vector, handler
        leaq    \handler(%rip), %rax
        movl    $(IDT + 16 * \vector), %edi
        call    set_gate
        .endm

long:
        movw    $0x10, %ax
        movw    %ax, %ds
        movw    %ax, %es
        movw    %ax, %ss
        xorl    %eax, %eax
        movw    %ax, %fs
        movw    %ax, %gs
        movl    $STACK, %esp
        step    'c'                     # 64-bit mode runs

        # CPUID and model specific registers.
        movl    $1000, %esi
1:      xorl    %eax, %eax
        xorl    %ecx, %ecx
        cpuid
        movl    $1, %eax
        cpuid
        decl    %esi
        jnz     1b
        movl    $0x80000000, %eax
        cpuid
        cmpl    $0x80000001, %eax
        jb      fail
        movl    $0xc0000101, %ecx       # GS_BASE
        movl    $SCRATCH, %eax
        xorl    %edx, %edx
        wrmsr
        movl    $0x12345678, SCRATCH
        cmpl    $0x12345678, %gs:0
        jne     fail
        movl    $0x277, %ecx            # PAT
        rdmsr
        wrmsr
        movl    $0x1b, %ecx             # APIC_BASE
        rdmsr
        testl   $0x800, %eax
        jz      fail
        rdtsc
        movl    %eax, %esi
1:      rdtsc
        cmpl    %esi, %eax
        je      1b
        step    'd'

        # Interrupt descriptor table: everything unexpected goes to fail, with a code for the first 32.
        movl    $IDT, %edi
        movl    $256, %esi
1:      leaq    unexpected(%rip), %rax
        call    set_gate
        decl    %esi
        jnz     1b
        gate    3, on_breakpoint
        gate    6, on_undefined
        gate    14, on_page_fault
        gate    0x20, on_pit
        gate    0x40, on_lapic
        gate    0x27, on_spurious
        gate    0xff, on_spurious
        lidt    idtr(%rip)
        movl    $0x28, %eax
        ltr     %ax
        movq    $STACK, TSS + 4
        xorl    %ebx, %ebx
        int3
        cmpl    $1, %ebx
        jne     fail
        ud2
        cmpl    $2, %ebx
        jne     fail
        movl    $0x5a, HOLE             # faults; the handler maps the page
        cmpl    $0x5a, HOLE
        jne     fail
        cmpl    $3, %ebx
        jne     fail
        step    'e'

        # x87, SSE, and the widest atomic, which an emulator of a few instructions lacks.
        fninit
        fldpi
        fldpi
        fmulp
        fistpl  SCRATCH
        cmpl    $10, SCRATCH
        jne     fail
        movl    $3, %eax
        cvtsi2sd %eax, %xmm0
        sqrtsd  %xmm0, %xmm1
        mulsd   %xmm1, %xmm1
        cvtsd2si %xmm1, %eax
        cmpl    $3, %eax
        jne     fail
        movq    %rbx, %xmm2
        paddq   %xmm2, %xmm2
        pxor    %xmm3, %xmm3
        pshufd  $0x44, %xmm2, %xmm3
        movdqu  %xmm3, SCRATCH
        cmpq    $6, SCRATCH + 8
        jne     fail
        fxsave  SCRATCH + 0x200
        fxrstor SCRATCH + 0x200
        xorl    %eax, %eax
        xorl    %edx, %edx
        xorl    %ebx, %ebx
        movl    $7, %ecx
        movl    $SCRATCH, %edi
        movq    %rax, (%rdi)
        movq    %rax, 8(%rdi)
        lock cmpxchg16b (%rdi)
        jne     fail
        cmpq    $7, 8(%rdi)
        jne     fail
        step    'f'

        # String input and output.
        movl    $SCRATCH, %esi
        movl    $256, %ecx
        movw    $0x80, %dx
        rep outsb
        movl    $SCRATCH, %edi
        movl    $16, %ecx
        rep insb
        step    'g'

        # Plain work, as a kernel does in its first millisecond when it moves and clears itself.
        movl    $SCRATCH, %esi
        movl    $4000000, %ecx
        xorl    %ebx, %ebx
1:      movq    %rcx, %rax
        andl    $0x7ff8, %eax
        addq    %rcx, (%rsi, %rax)
        rolq    $7, %rbx
        xorq    (%rsi, %rax), %rbx
        decl    %ecx
        jnz     1b
        step    'h'

        # The 8259 and the 8254: three ticks, halted between them.
        movb    $0x11, %al
        outb    %al, $0x20
        outb    %al, $0xa0
        movb    $0x20, %al
        outb    %al, $0x21
        movb    $0x28, %al
        outb    %al, $0xa1
        movb    $4, %al
        outb    %al, $0x21
        movb    $2, %al
        outb    %al, $0xa1
        movb    $1, %al
        outb    %al, $0x21
        outb    %al, $0xa1
        movb    $0xfe, %al
        outb    %al, $0x21              # the timer only
        movb    $0xff, %al
        outb    %al, $0xa1
        movb    $0x34, %al              # channel 0, rate generator, 1 ms
        outb    %al, $0x43
        movb    $(1193 & 0xff), %al
        outb    %al, $0x40
        movb    $(1193 >> 8), %al
        outb    %al, $0x40
        movl    $LAPIC, %esi
        movl    $0x1ff, 0xf0(%rsi)      # enabled, spurious vector 0xff
        movl    $0x700, 0x350(%rsi)     # LINT0: what the 8259 says
        xorl    %ebx, %ebx
1:      sti
        hlt
        cli
        cmpl    $3, %ebx
        jb      1b
        movb    $0xff, %al
        outb    %al, $0x21
        step    'i'

        # The local APIC's timer, halted until it fires.
        movl    $0xb, 0x3e0(%rsi)       # divide by 1
        movl    $0x20040, 0x320(%rsi)   # periodic, vector 0x40
        xorl    %ebx, %ebx
        movl    $1000000, 0x380(%rsi)   # 1 ms at QEMU's 1 GHz
1:      sti
        hlt
        cli
        cmpl    $3, %ebx
        jb      1b
        movl    $0x10040, 0x320(%rsi)   # masked
        movl    $0, 0x380(%rsi)
        step    'j'

        # To ring 3 and back by a system call; work there under timer interrupts.
        movl    $0xc0000081, %ecx       # STAR: kernel 0x18, user 0x30 (+16 for 64-bit code, +8 for data)
        xorl    %eax, %eax
        movl    $0x00300018, %edx
        wrmsr
        movl    $0xc0000082, %ecx       # LSTAR
        leaq    back(%rip), %rax
        xorl    %edx, %edx
        wrmsr
        movl    $0xc0000084, %ecx       # SFMASK: interrupts off
        movl    $0x200, %eax
        wrmsr
        xorl    %ebx, %ebx
        movl    $0x20040, 0x320(%rsi)
        movl    $1000000, 0x380(%rsi)
        leaq    user(%rip), %rcx
        movl    $0x202, %r11d
        sysretq
user:
        movl    $SCRATCH, %edi
        movl    $4000000, %ecx
1:      movl    %ecx, %eax
        andl    $0x7ff8, %eax
        addq    %rcx, (%rdi, %rax)
        rolq    $7, %r8
        xorq    (%rdi, %rax), %r8
        decl    %ecx
        jnz     1b
2:      testl   %ebx, %ebx
        jz      2b                      # until a tick came
        syscall
back:
        movl    $STACK, %esp
        movl    $0x10040, 0x320(%rsi)
        step    'k'
        step    '.'
1:      cli
        hlt
        jmp     1b

fail:
        step    '!'
        jmp     1b

unexpected:
        jmp     fail
on_breakpoint:
        incl    %ebx
        iretq
on_undefined:
        incl    %ebx
        addq    $2, (%rsp)              # past ud2
        iretq
on_page_fault:
        movq    $(HOLE + 7), PAGES + 0x4000 + (HOLE >> 9)
        incl    %ebx
        addq    $8, %rsp                # the error code
        iretq
on_pit:
        pushq   %rax
        incl    %ebx
        movb    $0x20, %al
        outb    %al, $0x20
        popq    %rax
        iretq
on_lapic:
        incl    %ebx
        movl    $0, 0xb0(%rsi)          # end of interrupt; rsi stays LAPIC
on_spurious:
        iretq

# Writes an interrupt gate to the handler at rax into edi, and advances edi.
set_gate:
        movw    %ax, (%rdi)
        movl    $0x8e000018, 2(%rdi)
        shrl    $16, %eax
        movw    %ax, 6(%rdi)
        movq    $0, 8(%rdi)
        addl    $16, %edi
        ret

        .balign 8
gdt:
        .quad   0
        .quad   0x00cf9b000000ffff      # 08 code, 32-bit
        .quad   0x00cf93000000ffff      # 10 data
        .quad   0x00af9b000000ffff      # 18 code, 64-bit
        .quad   0x00cf93000000ffff      # 20 data (SYSCALL's stack)
        .quad   0x0000890310000067      # 28 task state: at TSS
        .quad   0                       #    (its upper half)
        .quad   0x00cff3000000ffff      # 38 data, ring 3
        .quad   0x00affb000000ffff      # 40 code, 64-bit, ring 3
gdtr:   .word   gdtr - gdt - 1
        .long   BASE + gdt - rom
idtr:   .word   0xfff
        .quad   IDT
end:
