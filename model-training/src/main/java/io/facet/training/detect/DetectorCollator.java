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
        List<Scene> scenes = new ArrayList<>();
        for (Sample sample : samples) {
            scenes.add(composer.compose(pool.labelled(sample), random));
        }
        return inputs(composer.side(), scenes);
    }

    /**
     * The inputs for some scenes.
     *
     * @param side of each scene in pixels
     */
    static Map<String, HostTensor> inputs(int side, List<Scene> scenes) {
        int length = 3 * side * side;
        float[] images = new float[scenes.size() * length];
        for (int i = 0; i < scenes.size(); i++) {
            planes(scenes.get(i).image().pixels(), images, i * length);
        }
        Map<String, HostTensor> inputs = new LinkedHashMap<>();
        inputs.put(DetectorProgram.INPUT, new HostTensor.Floats(Shape.of(scenes.size(), 3, side, side), images));
        inputs.putAll(DetectorTargets.of(side, scenes.stream().map(Scene::faces).toList()));
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
