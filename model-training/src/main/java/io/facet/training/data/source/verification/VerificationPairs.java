package io.facet.training.data.source.verification;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.domain.UserError;
import io.facet.training.data.SampleSource;

/**
 * Pairs of pictures in the order of their protocol, which divides them into ten folds.
 *
 * @param name of the set
 * @param pictures owned by this: {@link #close} closes them
 * @param pairs of pictures
 */
public record VerificationPairs(String name, SampleSource pictures, List<Pair> pairs) implements AutoCloseable {
    /** Folds of every protocol here. */
    public static final int FOLDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(VerificationPairs.class);

    public VerificationPairs {
        pairs = List.copyOf(pairs);
    }

    /**
     * Two pictures.
     *
     * @param first number of a picture
     * @param second number of another
     * @param same whether they show the same person
     * @param fold from 0 to 9
     */
    public record Pair(int first, int second, boolean same, int fold) {}

    /**
     * Opens pairs: an InsightFace {@code .bin} file, or a folder with {@code pairs.txt} of Labeled Faces in the Wild and its
     * pictures.
     *
     * @throws UserError if they are not there or damaged
     */
    public static VerificationPairs open(Path path) {
        if (Files.isDirectory(path)) {
            return complete(path, PairsList.open(path));
        }
        if (!Files.isRegularFile(path)) {
            throw new UserError(
                    "verification set %s: expected a .bin file or a folder with pairs.txt, found none".formatted(path));
        }
        return complete(path, PackedPairs.open(path));
    }

    /** A file of a published set that is cut off would be scored beside the papers' numbers. */
    private static VerificationPairs complete(Path path, VerificationPairs pairs) {
        for (VerificationSet set : VerificationSet.values()) {
            if (set.fileName().equals(pairs.name() + ".bin")
                    && set.size() != pairs.pairs().size()) {
                LOG.warn(
                        "verification set {}: {} was published with {} pairs, found {}",
                        path,
                        set,
                        set.size(),
                        pairs.pairs().size());
            }
        }
        return pairs;
    }

    /** The fold of a pair where each has as many, the first ones one more if need be. */
    static int fold(int pair, int pairs) {
        int small = pairs / FOLDS;
        int larger = pairs % FOLDS;
        int inLarger = larger * (small + 1);
        return pair < inLarger ? pair / (small + 1) : larger + (pair - inLarger) / small;
    }

    @Override
    public void close() {
        pictures.close();
    }
}
