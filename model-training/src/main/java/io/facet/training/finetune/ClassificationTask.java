package io.facet.training.finetune;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.training.loss.CrossEntropy;
import io.facet.training.loss.Rows;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/**
 * One class out of several: gender, group, expression. Score: {@code accuracy}.
 *
 * @param head name of its head, which gives logits
 * @param weight default 1
 * @param label name of the sample's label, the number of the class
 * @param classes their names, from 0
 * @param smoothing of the labels; default 0
 */
public record ClassificationTask(String head, Double weight, String label, List<String> classes, Double smoothing)
        implements Task {
    private static final String CLASSES = "classes";

    public ClassificationTask {
        weight = Defaults.weight(head, weight);
        Defaults.require(label != null, "label", "the name of a label", null);
        Defaults.require(classes != null && classes.size() >= 2, "classes", "two names or more", classes);
        classes = List.copyOf(classes);
        smoothing = Defaults.or(smoothing, 0.0);
        Defaults.require(smoothing >= 0 && smoothing < 1, "smoothing", "0 to below 1", smoothing);
    }

    @Override
    public int outputs() {
        return classes.size();
    }

    @Override
    public Map<String, HostTensor> blank() {
        return tensors(0);
    }

    private static Map<String, HostTensor> tensors(long number) {
        return Map.of(CLASSES, new HostTensor.Longs(Shape.of(1), new long[] {number}));
    }

    @Override
    public Optional<Map<String, HostTensor>> targets(FaceView face, boolean taught) {
        Double number = taught ? null : face.sample().labels().get(label);
        if (number == null) {
            return Optional.empty();
        }
        Defaults.requireLabel(
                number >= 0 && number < classes.size() && number == Math.rint(number),
                face.sample().key(),
                "a class of " + label + " from 0 to " + (classes.size() - 1),
                number);
        return Optional.of(tensors(number.longValue()));
    }

    @Override
    public <T> Outcome<T> loss(Ops<T> ops, String name, T output, Map<String, T> targets, T weights) {
        T right = targets.get(CLASSES);
        T hits = CrossEntropy.hits(ops, output, right);
        return new Outcome<>(
                CrossEntropy.rows(ops, output, right, smoothing),
                Map.of("accuracy", Rows.weighted(ops, hits, weights)));
    }
}
