package io.facet.training.engine;

/** What matrix products are computed in; parameters and optimiser state are float32 always. */
public enum Precision {
    FP32,
    /**
     * Automatic mixed precision in bfloat16; needs no loss scaling. On a CPU it pays where the processor multiplies
     * bfloat16 itself (AVX512-BF16, AMX): two to four times as fast as float32; elsewhere it is slower.
     */
    BF16
}
