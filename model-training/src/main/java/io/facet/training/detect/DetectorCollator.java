package io.facet.training.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.facet.training.data.Collator;
import io.facet.training.data.Sample;
import io.facet.training.network.detector.DetectorProgram;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/** Makes the inputs of {@link DetectorObjective}: a scene about each sample. Thread-safe as its pool is. */
public final class DetectorCollator implements Collator {
    /** Taken off each sample of a pixel, 0 to 255. */
    public static final double MEAN = 127.5;

    /** What each sample is divided by then. */
    public static final double DEVIATION = 64;

    private final SceneComposer composer;
    private final PicturePool pool;

    public DetectorCollator(SceneComposer composer, PicturePool pool) {
        this.composer = composer;
        this.pool = pool;
    }

    @Override
    public Map<String, HostTensor> collate(List<Sample> samples, RandomGenerator random) {
        int side = composer.side();
        int length = 3 * side * side;
        float[] images = new float[samples.size() * length];
        List<List<FaceTruth>> faces = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            Scene scene = composer.compose(pool.labelled(samples.get(i)), random);
            planes(scene.image().pixels(), images, i * length);
            faces.add(scene.faces());
        }
        Map<String, HostTensor> inputs = new LinkedHashMap<>();
        inputs.put(DetectorProgram.INPUT, new HostTensor.Floats(Shape.of(samples.size(), 3, side, side), images));
        inputs.putAll(DetectorTargets.of(side, faces));
        return inputs;
    }

    private static void planes(byte[] packed, float[] images, int at) {
        int plane = packed.length / 3;
        float scale = (float) (1 / DEVIATION);
        float shift = (float) (-MEAN / DEVIATION);
        for (int pixel = 0, from = 0; pixel < plane; pixel++) {
            for (int channel = 0; channel < 3; channel++, from++) {
                images[at + channel * plane + pixel] = (packed[from] & 0xFF) * scale + shift;
            }
        }
    }
}
