package io.facet.training.network;

import io.facet.training.tensor.Ops;

/** The non-linearity inside a transformer's MLP. */
public enum Activation {
    /** x σ(1.702 x): CLIP and FaRL. */
    QUICK_GELU {
        @Override
        public <T> T apply(Ops<T> ops, T x) {
            return ops.quickGelu(x);
        }
    },
    /** Exact GELU: ViT, MAE, MCF. */
    GELU {
        @Override
        public <T> T apply(Ops<T> ops, T x) {
            return ops.gelu(x);
        }
    };

    /** Element-wise. */
    public abstract <T> T apply(Ops<T> ops, T x);
}
