package io.facet.training.data.source;

import java.util.List;
import java.util.Optional;

/**
 * What a published set is.
 *
 * @param title the set's name
 * @param source paper that published it
 * @param layout files that are expected
 * @param parts its splits and subsets; the first is meant where none is named
 * @param labels names of the labels and targets that samples have
 * @param augmentation how the papers vary its pictures, and which recipe does
 */
public record SetCard(
        String title, String source, String layout, List<Part> parts, List<String> labels, String augmentation) {
    /** FaRL, supplement, section 6: face alignment; Faceptor, section 4.1: dense prediction. */
    public static final String FARL_ALIGNMENT =
            "FaRL, Faceptor: the face's box turned by up to 10°, scaled by 0.9 to 1.1, moved by 0.01 of the side (code: 0.05);"
                    + " blur, noise, occlusion; as set w300 in recipes farl-300w, faceptor-base, naive-faceptor-base";

    /** FaRL, supplement, section 6: face parsing; Faceptor, section 4.1: dense prediction. */
    public static final String FARL_PARSING =
            "FaRL, Faceptor: turned by up to 18°, scaled by 0.9 to 1.1, moved by 0.01 of the side; Tanh-warped where faces are not"
                    + " aligned; as set lapa in recipe farl-lapa, celebamask in faceptor-base, naive-faceptor-base";

    /** FaRL, supplement, section 6: attributes; Faceptor, section 4.1: attribute prediction. */
    public static final String FARL_ATTRIBUTES =
            "FaRL: mirrored with 0.5 (recipe farl-celeba); when all is fine-tuned also cut, noise, grey with 0.1, the points moved"
                    + " by noise of variance 5 (pointNoise). Faceptor: mirrored, RandAugment, random erasing (set celeba in recipes"
                    + " faceptor-base, naive-faceptor-base)";

    /** Faceptor, section 4.1: attribute prediction; strengths from its public code. */
    public static final String FACEPTOR_ATTRIBUTES =
            "Faceptor: mirrored with 0.5, RandAugment (2 operations of magnitude 9), random erasing with 0.25; as sets morph2,"
                    + " affectnet and rafdb in recipes faceptor-base, naive-faceptor-base";

    /** Faceptor, section 4.1: identity prediction. */
    public static final String FACEPTOR_IDENTITY =
            "Faceptor: mirrored with 0.5; as set ms1mv3 in recipes faceptor-base, naive-faceptor-base";

    public SetCard {
        parts = List.copyOf(parts);
        labels = List.copyOf(labels);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("set " + title + ": expected at least one part, got none");
        }
    }

    /**
     * A split or subset.
     *
     * @param name as a specification gives it
     * @param samples how many the whole set has in it as published; 0 where that differs from copy to copy
     */
    public record Part(String name, int samples) {}

    /** The part of a name. */
    public Optional<Part> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }
}
