package io.facet.training.loop;

import java.util.List;
import java.util.Map;

import io.facet.domain.UserError;

/**
 * The loss, or the norm of the gradients, is not a number any more. Nothing was written after the last checkpoint, which is
 * good. The message is one line and names update, batch, samples and the parts of the loss.
 */
public final class TrainingDivergedException extends UserError {
    private static final long serialVersionUID = 1L;
    private static final int KEYS_SHOWN = 5;

    private final long update;
    private final long batch;

    /**
     * @param what is not finite, with its value
     * @param update number of the update that was being made, from 1
     * @param batch number of the (last) batch in it, from 0
     * @param keys of the samples in it, of this process
     * @param losses the program's scalars
     */
    TrainingDivergedException(String what, long update, long batch, List<String> keys, Map<String, Double> losses) {
        super("training diverged: " + what + " at update " + update + ", batch " + batch + " (" + shown(keys)
                + "), losses " + losses
                + "; nothing was written since the last checkpoint: lower the learning rate, or look at these samples");
        this.update = update;
        this.batch = batch;
    }

    private static String shown(List<String> keys) {
        String first = String.join(", ", keys.subList(0, Math.min(KEYS_SHOWN, keys.size())));
        return keys.size() > KEYS_SHOWN ? first + " and " + (keys.size() - KEYS_SHOWN) + " more" : first;
    }

    /** Number of the update that was being made, from 1. */
    public long update() {
        return update;
    }

    /** Number of the (last) batch in it, from 0. */
    public long batch() {
        return batch;
    }
}
