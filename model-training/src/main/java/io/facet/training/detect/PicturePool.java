package io.facet.training.detect;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.UnreadableSampleException;

/**
 * Pictures that scenes are put together from. A set is drawn as often as the square root of its size says, so that a large
 * one does not crowd out the others. Any number of threads; owns nothing.
 *
 * @param faces sets of pictures with faces
 * @param scenes sets of larger pictures, with faces or without; may be empty
 * @param labeller where the faces are
 */
public record PicturePool(List<SampleSource> faces, List<SampleSource> scenes, FaceLabeller labeller) {
    private static final int ATTEMPTS = 8;

    public PicturePool {
        faces = List.copyOf(faces);
        scenes = List.copyOf(scenes);
    }

    /** A picture with at least one sure face; empty if a few in a row have none. */
    Optional<LabelledPicture> face(RandomGenerator random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<LabelledPicture> drawn = draw(faces, random)
                    .map(this::labelled)
                    .filter(picture -> !picture.sureFaces().isEmpty());
            if (drawn.isPresent()) {
                return drawn;
            }
        }
        return Optional.empty();
    }

    /** A larger picture; empty where there are none. */
    Optional<LabelledPicture> scene(RandomGenerator random) {
        return draw(scenes, random).map(this::labelled);
    }

    /** A sample and its faces. */
    LabelledPicture labelled(Sample sample) {
        return new LabelledPicture(sample.image(), labeller.faces(sample));
    }

    private static Optional<Sample> draw(List<SampleSource> sets, RandomGenerator random) {
        if (sets.isEmpty()) {
            return Optional.empty();
        }
        double total = sets.stream().mapToDouble(set -> Math.sqrt(set.size())).sum();
        double place = random.nextDouble() * total;
        int chosen = 0;
        while (chosen < sets.size() - 1 && place >= Math.sqrt(sets.get(chosen).size())) {
            place -= Math.sqrt(sets.get(chosen).size());
            chosen++;
        }
        SampleSource set = sets.get(chosen);
        try {
            return Optional.of(set.read(random.nextInt(set.size())));
        } catch (UnreadableSampleException e) {
            // The loader counts and names it when its turn comes; here another one serves as well.
            return Optional.empty();
        }
    }
}
