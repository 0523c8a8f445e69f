package io.facet.training.engine;

/** What matrix products are computed in; parameters and optimiser state are float32 always. */
public enum Precision {
    FP32,
    /** Automatic mixed precision in bfloat16; needs no loss scaling. On a GPU only: slower than float32 on a CPU. */
    BF16
}
