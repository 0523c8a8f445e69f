package io.facet.training.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import io.facet.domain.UserError;
import io.facet.training.data.ImageTransform;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Inference;
import io.facet.training.engine.Parameters;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/**
 * Runs a frozen encoder over a labelled set. Owns the native memory of its parameters until {@link #close()}; the backend
 * stays open. Used by one thread; samples are read by several.
 *
 * @param <T> the backend's tensor
 */
public final class EncoderFeatures<T> implements AutoCloseable {
    private final FeatureProgram program;
    private final Inference<T> inference;
    private final ImageTransform transform;

    /** What came out of a set: the features, and one line for each sample that was left out, naming it. */
    public record Extraction(LabelledFeatures features, List<String> leftOut) {}

    /** A sample that is ready, or why it is not. */
    private record Prepared(String key, float[] image, int label, String fault) {
        static Prepared leftOut(String fault) {
            return new Prepared(null, null, -1, fault);
        }

        boolean usable() {
            return fault == null;
        }
    }

    /**
     * @param parameters those of the encoder, others besides do no harm
     * @param transform without chance, to the encoder's input size
     */
    public EncoderFeatures(
            Backend<T> backend, FeatureProgram program, Parameters parameters, ImageTransform transform) {
        int side = program.encoder().settings().imageSize();
        if (transform.size() != side) {
            throw new IllegalArgumentException("expected pictures of side " + side + ", found " + transform.size());
        }
        this.program = program;
        this.transform = transform;
        this.inference = new Inference<>(
                backend, program, parameters.under(program.encoder().name() + "."));
    }

    /**
     * The features of all samples that can be read and have the label.
     *
     * @param label name of a label that holds class numbers from 0
     * @param batch images at a time
     * @param progress told how many samples are done after each batch
     * @throws UserError if no sample is left
     */
    public Extraction extract(SampleSource source, String label, int batch, IntConsumer progress) {
        List<LabelledFeatures.Row> rows = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (int from = 0; from < source.size(); from += batch) {
            int to = Math.min(source.size(), from + batch);
            List<Prepared> prepared = IntStream.range(from, to)
                    .parallel()
                    .mapToObj(index -> prepare(source, index, label))
                    .toList();
            prepared.stream().filter(sample -> !sample.usable()).forEach(sample -> leftOut.add(sample.fault()));
            rows.addAll(run(prepared.stream().filter(Prepared::usable).toList()));
            progress.accept(to);
        }
        if (rows.isEmpty()) {
            throw new UserError("no sample of " + source.size() + " can be used"
                    + (leftOut.isEmpty() ? "" : "; the first: " + leftOut.get(0)));
        }
        return new Extraction(new LabelledFeatures(rows, program.width()), List.copyOf(leftOut));
    }

    private Prepared prepare(SampleSource source, int index, String label) {
        try {
            Sample sample = source.read(index);
            Double value = sample.labels().get(label);
            if (value == null) {
                return Prepared.leftOut(sample.key() + ": no label " + label + " among "
                        + sample.labels().keySet().stream().sorted().toList());
            }
            if (value < 0 || value != Math.rint(value) || value > Short.MAX_VALUE) {
                return Prepared.leftOut(
                        sample.key() + ": expected as label " + label + " a class number from 0, found " + value);
            }
            // The transform makes no use of chance; the generator is there for those that do.
            float[] image = transform.apply(sample.image(), new SplittableRandom(index));
            return new Prepared(sample.key(), image, value.intValue(), null);
        } catch (UnreadableSampleException e) {
            return Prepared.leftOut(e.getMessage());
        }
    }

    private List<LabelledFeatures.Row> run(List<Prepared> samples) {
        if (samples.isEmpty()) {
            return List.of();
        }
        int side = transform.size();
        int pixels = 3 * side * side;
        float[] images = new float[samples.size() * pixels];
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(samples.get(i).image(), 0, images, i * pixels, pixels);
        }
        HostTensor input = new HostTensor.Floats(Shape.of(samples.size(), 3, side, side), images);
        float[] features = inference
                .run(Map.of(FeatureProgram.IMAGE, input))
                .get(FeatureProgram.FEATURES)
                .values();
        int width = program.width();
        return IntStream.range(0, samples.size())
                .mapToObj(i -> new LabelledFeatures.Row(
                        samples.get(i).key(),
                        Arrays.copyOfRange(features, i * width, (i + 1) * width),
                        samples.get(i).label()))
                .toList();
    }

    /** Frees the parameters. */
    @Override
    public void close() {
        inference.close();
    }
}
