package io.facet.training.pretrain;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.facet.training.data.Collator;
import io.facet.training.data.ImageTransform;
import io.facet.training.data.Sample;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/**
 * Makes the inputs of {@link McfObjective}: images and two random masks of each.
 *
 * <p>Thread-safe if the transform is. Chance is drawn for all images, then for the encoder's masks, then the teacher's.
 */
public final class McfCollator implements Collator {
    private final McfOptions options;
    private final ImageTransform transform;

    /** @param transform gives images of the encoder's size */
    public McfCollator(McfOptions options, ImageTransform transform) {
        Images.requireSide(transform, options.encoder().imageSize());
        this.options = options;
        this.transform = transform;
    }

    @Override
    public Map<String, HostTensor> collate(List<Sample> samples, RandomGenerator random) {
        Map<String, HostTensor> inputs = new LinkedHashMap<>();
        inputs.put("image", Images.of(samples, transform, random));
        int[][] base = kept(samples.size(), random);
        inputs.put("keptBase", rows(base));
        inputs.put("restoreBase", restore(base));
        if (options.contrast().isPresent()) {
            inputs.put("keptOnline", rows(kept(samples.size(), random)));
        }
        return inputs;
    }

    /** For each image its visible patches, in rising order. */
    private int[][] kept(int images, RandomGenerator random) {
        int[][] kept = new int[images][];
        for (int image = 0; image < images; image++) {
            kept[image] = Arrays.copyOf(Permutation.of(options.encoder().patches(), random), options.kept());
            Arrays.sort(kept[image]);
        }
        return kept;
    }

    private HostTensor.Longs rows(int[][] kept) {
        int count = options.kept();
        long[] rows = new long[kept.length * count];
        for (int image = 0; image < kept.length; image++) {
            for (int i = 0; i < count; i++) {
                rows[image * count + i] = (long) image * options.encoder().patches() + kept[image][i];
            }
        }
        return new HostTensor.Longs(Shape.of(rows.length), rows);
    }

    /** Visible patches first, mask tokens after them: where each place finds its token. */
    private HostTensor.Longs restore(int[][] kept) {
        int patches = options.encoder().patches();
        long[] restore = new long[kept.length * patches];
        for (int image = 0; image < kept.length; image++) {
            int visible = 0;
            int missing = options.kept();
            for (int patch = 0; patch < patches; patch++) {
                boolean seen = visible < options.kept() && kept[image][visible] == patch;
                restore[image * patches + patch] = (long) image * patches + (seen ? visible++ : missing++);
            }
        }
        return new HostTensor.Longs(Shape.of(restore.length), restore);
    }
}
