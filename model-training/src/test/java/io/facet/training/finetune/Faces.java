package io.facet.training.finetune;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.facet.training.data.ClassMap;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Targets;
import io.facet.training.network.Activation;
import io.facet.training.network.ConvStem;
import io.facet.training.network.VitSettings;
import io.facet.training.network.head.HeadSettings;

/** Faces as they are stored, small networks and tasks for them. */
final class Faces {
    static final int SIDE = 40;
    static final int VIEW = 16;

    /** 8 tokens wide, behind a stem with batch norms. */
    static final VitSettings ENCODER = new VitSettings(
            VIEW, 8, 8, 2, 2, Activation.QUICK_GELU, 1e-5, true, false, new ConvStem(List.of(4, 4), List.of(0, 1)));

    private Faces() {}

    /** A face that has nothing but a picture, black with one white pixel at (column, row). */
    static Sample dot(int column, int row) {
        byte[] pixels = new byte[3 * SIDE * SIDE];
        int at = 3 * (row * SIDE + column);
        pixels[at] = -1;
        pixels[at + 1] = -1;
        pixels[at + 2] = -1;
        return new Sample("dot", new RgbImage(SIDE, SIDE, pixels), List.of(), Map.of(), Targets.NONE);
    }

    /** A face whose picture, labels and targets are told by a number. */
    static Sample numbered(int number, Map<String, Double> labels, Targets targets) {
        byte[] pixels = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (31 * number + i % 97);
        }
        return new Sample("face-" + number, new RgbImage(SIDE, SIDE, pixels), List.of(), labels, targets);
    }

    /** With an age, and a gender where the number is even. */
    static Sample aged(int number) {
        Map<String, Double> labels = new HashMap<>();
        labels.put(FaceLabels.AGE, 10.0 + number);
        if (number % 2 == 0) {
            labels.put(FaceLabels.GENDER, number / 2 % 2.0);
        }
        return numbered(number, labels, Targets.NONE);
    }

    /** With 68 points and a mask. */
    static Sample placed(int number) {
        float[] points = new float[136];
        for (int i = 0; i < points.length; i++) {
            points[i] = 10 + (i * 7 + number) % 20;
        }
        byte[] classes = new byte[SIDE * SIDE];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (byte) (i % SIDE < SIDE / 2 ? 4 : 5);
        }
        ClassMap mask = new ClassMap(SIDE, FaceLabels.PARTS.size(), classes);
        return numbered(number, Map.of(), new Targets(points, mask, Map.of()));
    }

    /** As recipes write it. */
    static FaceAugmentation augmentation(String yaml) {
        try {
            return new YAMLMapper().readValue(yaml, FaceAugmentation.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    /** Age, gender, points and classes of pixels, the last two on one head. */
    static MultiTaskObjective objective(double ageWeight, TrainedPart trained) {
        Map<String, HeadSettings> heads = new LinkedHashMap<>();
        heads.put("dense", new HeadSettings.Pixel(null, 4));
        heads.put("age", new HeadSettings.FarlAttributes(List.of(1, 2)));
        heads.put("gender", new HeadSettings.FarlAttributes(List.of(2)));
        Map<String, Task> tasks = new LinkedHashMap<>();
        tasks.put("landmarks", new LandmarksTask("dense", 5.0, null, null, null, null));
        tasks.put("parsing", new ParsingTask("dense", 2.0, null, null, 8, null));
        tasks.put("age", new AgeTask("age", ageWeight, null, null, null, null));
        tasks.put("gender", new ClassificationTask("gender", 3.0, FaceLabels.GENDER, FaceLabels.GENDERS, null));
        return new MultiTaskObjective(ENCODER, false, heads, tasks, trained);
    }

    /** Samples in a list. */
    static SampleSource source(List<Sample> samples) {
        List<Sample> all = new ArrayList<>(samples);
        return new SampleSource() {
            @Override
            public int size() {
                return all.size();
            }

            @Override
            public String key(int index) {
                return all.get(index).key();
            }

            @Override
            public Sample read(int index) {
                return all.get(index);
            }

            @Override
            public String fingerprint() {
                return "list";
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }
}
