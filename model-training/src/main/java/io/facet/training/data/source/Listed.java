package io.facet.training.data.source;

import java.io.IOException;
import java.util.Map;

import io.facet.training.data.RgbImage;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;

/**
 * A sample that a published set lists: its picture and what is known of it, neither read yet. Any number of threads.
 *
 * @param key names it among those of the set
 * @param group see {@link io.facet.training.data.SampleSource#group}
 * @param size of the picture in bytes; 0 if it is not there
 * @param picture reads the picture
 * @param truth reads what is known
 */
public record Listed(String key, String group, long size, Picture picture, Truth truth) {
    /** Reads a picture. */
    @FunctionalInterface
    public interface Picture {
        /** @throws UnreadableSampleException if it is missing, with the place where it was expected, or damaged */
        RgbImage read() throws IOException, UnreadableSampleException;
    }

    /** Reads labels and targets. */
    @FunctionalInterface
    public interface Truth {
        /** @throws UnreadableSampleException if they are missing or damaged */
        Known read() throws IOException, UnreadableSampleException;
    }

    /**
     * What is known of a sample.
     *
     * @param labels numbers by name, see {@link io.facet.training.data.FaceLabels}
     * @param targets points, mask and vectors
     */
    public record Known(Map<String, Double> labels, Targets targets) {
        /** Labels alone. */
        public static Known labels(Map<String, Double> labels) {
            return new Known(labels, Targets.NONE);
        }

        /** Targets alone. */
        public static Known targets(Targets targets) {
            return new Known(Map.of(), targets);
        }
    }

    /** The same sample, another of whose group is held out with it. */
    public Listed in(String other) {
        return new Listed(key, other, size, picture, truth);
    }

    /** The same picture, of which this is one of several faces. */
    public Listed numbered(int face) {
        return new Listed(key + "#" + face, group, size, picture, truth);
    }
}
