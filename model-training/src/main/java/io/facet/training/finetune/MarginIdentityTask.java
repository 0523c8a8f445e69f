package io.facet.training.finetune;

import java.util.Map;
import java.util.Optional;

import io.facet.training.data.FaceLabels;
import io.facet.training.loss.CrossEntropy;
import io.facet.training.loss.MarginSoftmax;
import io.facet.training.loss.Rows;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * Identity from photos of known persons, by a margin softmax over a learnt vector of each: parameter {@code
 * name.persons.weight [persons, dimension]}, of no use after training. Score: {@code accuracy}.
 *
 * @param head name of its head, which gives an embedding
 * @param weight default 1
 * @param persons number of persons: labels go from 0 to below it
 * @param dimension of the embedding; default 512
 * @param form default cosface
 * @param margin default 0.4, of ArcFace 0.5
 * @param scale default 64
 */
public record MarginIdentityTask(
        String head,
        Double weight,
        Integer persons,
        Integer dimension,
        MarginSoftmax.Form form,
        Double margin,
        Double scale)
        implements Task {
    private static final String CLASSES = "classes";
    private static final double STANDARD_DEVIATION = 0.01;

    public MarginIdentityTask {
        weight = Defaults.weight(head, weight);
        Defaults.require(persons != null && persons >= 2, "persons", "2 or more", persons);
        dimension = Defaults.or(dimension, 512);
        form = Defaults.or(form, MarginSoftmax.Form.COSFACE);
        margin = Defaults.or(margin, form == MarginSoftmax.Form.COSFACE ? 0.4 : 0.5);
        scale = Defaults.or(scale, 64.0);
    }

    @Override
    public int outputs() {
        return dimension;
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
        Double person = taught ? null : face.sample().labels().get(FaceLabels.IDENTITY);
        if (person == null) {
            return Optional.empty();
        }
        Defaults.requireLabel(
                person >= 0 && person < persons,
                face.sample().key() + ", identity",
                "a person from 0 to " + (persons - 1),
                person);
        return Optional.of(tensors(person.longValue()));
    }

    @Override
    public <T> Outcome<T> loss(Ops<T> ops, String name, T output, Map<String, T> targets, T weights) {
        T vectors = ops.parameter(new ParameterSpec(
                name + ".persons.weight", Shape.of(persons, dimension), Initialization.normal(STANDARD_DEVIATION)));
        T right = targets.get(CLASSES);
        T hits = CrossEntropy.hits(ops, MarginSoftmax.cosines(ops, ops.stopGradient(output), vectors), right);
        return new Outcome<>(
                new MarginSoftmax(form, margin, scale).rows(ops, output, vectors, right),
                Map.of("accuracy", Rows.weighted(ops, hits, weights)));
    }
}
