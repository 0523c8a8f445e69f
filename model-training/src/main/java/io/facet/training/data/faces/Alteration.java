package io.facet.training.data.faces;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.Targets;

/** A way to make other faces out of prepared ones. Any number of threads. */
interface Alteration {
    /** What else a copy depends on but the face, the seed and the number of the copy; written into the plan as JSON. */
    Object plan();

    /** Whether something can be made of the face. */
    boolean takes(Sample face);

    /**
     * Makes a copy; the generator alone decides which.
     *
     * @param face that was {@linkplain #takes taken}
     * @return empty where it came to nothing
     */
    Optional<Altered> of(Sample face, RandomGenerator random);

    /**
     * An altered face.
     *
     * @param image a stored crop
     * @param steps what was done, in order
     * @param captions that still hold
     * @param labels that still hold
     * @param targets that still hold, in pixels of the image
     */
    record Altered(
            RgbImage image, List<String> steps, List<String> captions, Map<String, Double> labels, Targets targets) {}
}
