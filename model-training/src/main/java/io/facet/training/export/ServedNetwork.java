package io.facet.training.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;

import io.facet.training.network.head.EncoderFeatures;
import io.facet.training.network.head.Head;
import io.facet.training.tensor.Ops;

/**
 * A head as a bundle has it: the channels of some of its tasks in another form than they were trained in. All else is the
 * head's, parameters included.
 *
 * @param head as it was trained
 * @param changed tasks on it whose channels are changed, by their first channel
 */
record ServedNetwork(Head head, List<ServedHead> changed) implements Head {
    private static final int CHANNELS = 1;

    ServedNetwork {
        changed = changed.stream()
                .sorted(Comparator.comparingInt(ServedHead::from))
                .toList();
        int free = 0;
        for (ServedHead task : changed) {
            if (task.from() < free) {
                throw new IllegalArgumentException("task %s: expected channels of its own from %d on, found %d to %d"
                        .formatted(task.task().key(), free, task.from(), task.to()));
            }
            free = task.to();
        }
    }

    /** A head for its tasks; itself where they read it as it was trained, so that its file has nothing more in it. */
    static Head of(Head head, List<ServedHead> served) {
        List<ServedHead> changed = served.stream()
                .filter(task -> task.head().equals(head.name()) && task.form() != ServedForm.AS_TRAINED)
                .toList();
        return changed.isEmpty() ? head : new ServedNetwork(head, changed);
    }

    @Override
    public String name() {
        return head.name();
    }

    @Override
    public String prefix() {
        return head.prefix();
    }

    @Override
    public SortedSet<Integer> layers() {
        return head.layers();
    }

    @Override
    public SortedSet<Integer> stem() {
        return head.stem();
    }

    /** As the head's output in shape. */
    @Override
    public <T> T apply(Ops<T> ops, EncoderFeatures<T> features) {
        T trained = head.apply(ops, features);
        long channels = ops.shape(trained).size(CHANNELS);
        List<T> parts = new ArrayList<>();
        long done = 0;
        for (ServedHead task : changed) {
            if (task.from() > done) {
                parts.add(part(ops, trained, done, task.from()));
            }
            parts.add(task.form().apply(ops, part(ops, trained, task.from(), task.to())));
            done = task.to();
        }
        if (done < channels) {
            parts.add(part(ops, trained, done, channels));
        }
        return parts.size() == 1 ? parts.get(0) : ops.concat(CHANNELS, parts);
    }

    private static <T> T part(Ops<T> ops, T output, long from, long to) {
        boolean whole = from == 0 && to == ops.shape(output).size(CHANNELS);
        return whole ? output : ops.slice(output, CHANNELS, from, to);
    }
}
