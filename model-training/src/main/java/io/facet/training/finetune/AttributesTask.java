package io.facet.training.finetune;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.training.data.ClassMap;
import io.facet.training.data.HairAttributes;
import io.facet.training.loss.BinaryCrossEntropy;
import io.facet.training.loss.Indicator;
import io.facet.training.loss.Rows;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/**
 * Attributes that a face has or has not, each by itself; those that are not known of a face do not count. Score: {@code
 * accuracy}, over all that is known.
 *
 * @param head name of its head, which gives logits
 * @param weight default 1
 * @param names of the labels, each 0 or 1; a label between counts as that probability. Those of {@link HairAttributes} are read
 *     off the mask of a prepared face
 */
public record AttributesTask(String head, Double weight, List<String> names) implements Task {
    private static final String VALUES = "values";
    private static final String KNOWN = "known";

    public AttributesTask {
        weight = Defaults.weight(head, weight);
        Defaults.require(names != null && !names.isEmpty(), "names", "one name or more", names);
        names = List.copyOf(names);
    }

    @Override
    public int outputs() {
        return names.size();
    }

    @Override
    public Map<String, HostTensor> blank() {
        return tensors(new float[names.size()], new float[names.size()]);
    }

    private static Map<String, HostTensor> tensors(float[] values, float[] known) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put(VALUES, new HostTensor.Floats(Shape.of(1, values.length), values));
        tensors.put(KNOWN, new HostTensor.Floats(Shape.of(1, known.length), known));
        return tensors;
    }

    @Override
    public Optional<Map<String, HostTensor>> targets(FaceView face, boolean taught) {
        float[] values = new float[names.size()];
        float[] known = new float[names.size()];
        Map<String, Double> labels = labels(face);
        boolean any = false;
        for (int i = 0; i < values.length; i++) {
            Double value = taught ? null : labels.get(names.get(i));
            if (value != null) {
                Defaults.requireLabel(
                        value >= 0 && value <= 1, face.sample().key() + ", " + names.get(i), "0 to 1", value);
                values[i] = value.floatValue();
                known[i] = 1;
                any = true;
            }
        }
        return any ? Optional.of(tensors(values, known)) : Optional.empty();
    }

    private Map<String, Double> labels(FaceView face) {
        ClassMap mask = face.sample().targets().mask();
        Map<String, Double> labels = new HashMap<>(face.sample().labels());
        if (mask != null && names.stream().anyMatch(HairAttributes.NAMES::contains)) {
            labels.putAll(HairAttributes.of(mask));
        }
        return labels;
    }

    @Override
    public <T> Outcome<T> loss(Ops<T> ops, String name, T output, Map<String, T> targets, T weights) {
        T values = targets.get(VALUES);
        T known = targets.get(KNOWN);
        T said = Indicator.positive(ops, ops.stopGradient(output));
        T halves = Indicator.positive(ops, ops.add(values, -0.5));
        T hits = ops.add(ops.multiply(ops.abs(ops.subtract(said, halves)), -1), 1);
        T counted = ops.multiply(known, ops.reshape(weights, -1, 1));
        T accuracy = Rows.weighted(ops, ops.reshape(hits, -1), ops.reshape(counted, -1));
        return new Outcome<>(BinaryCrossEntropy.rows(ops, output, values, known), Map.of("accuracy", accuracy));
    }
}
