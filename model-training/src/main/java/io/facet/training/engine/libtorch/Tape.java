package io.facet.training.engine.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.bytedeco.pytorch.Tensor;

/**
 * Where libtorch's graph was cut on purpose: a result was handed out as a leaf, and its gradient is carried on by hand.
 *
 * <p>Owns no tensors: a cut is valid as long as the scope that its result was made in.
 */
final class Tape {
    private final List<Cut> cuts = new ArrayList<>();

    private static final class Cut {
        private final Tensor result;
        private final Consumer<Tensor> onwards;
        private boolean done;

        Cut(Tensor result, Consumer<Tensor> onwards) {
            this.result = result;
            this.onwards = onwards;
        }
    }

    int size() {
        return cuts.size();
    }

    /** Forgets the cuts made after the tape had this size. */
    void truncate(int size) {
        cuts.subList(size, cuts.size()).clear();
    }

    /**
     * @param result a leaf that requires a gradient
     * @param onwards takes the gradient of the result to what it was made from
     */
    void add(Tensor result, Consumer<Tensor> onwards) {
        cuts.add(new Cut(result, onwards));
    }

    /** Carries gradients over the cuts they have reached, last cut first, so that each has its whole gradient by then. */
    void carry() {
        for (int i = cuts.size() - 1; i >= 0; i--) {
            Cut cut = cuts.get(i);
            if (!cut.result.grad().defined()) {
                continue;
            }
            if (cut.done) {
                throw new IllegalStateException("a second backward through one forward: its graph is gone");
            }
            cut.done = true;
            Tensor gradient = cut.result.grad().detach();
            cut.result.mutable_grad().reset();
            cut.onwards.accept(gradient);
        }
    }
}
