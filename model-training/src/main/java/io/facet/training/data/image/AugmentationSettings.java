package io.facet.training.data.image;

import java.util.List;

/**
 * How pictures are cut and varied. A value that is left out (null) takes the default.
 *
 * @param size side of the result in pixels; default 224
 * @param minArea smallest part of the picture's area that a random cut shows, in (0, 1]; default 1: no random cut, but
 *     the largest centred square
 * @param maxArea largest part that a random cut shows; default 1
 * @param maxAspect a random cut is at most so many times as wide as high, or as high as wide; default 4/3
 * @param flip probability of mirroring left and right; default 0
 * @param brightness largest relative change of brightness; default 0
 * @param contrast largest relative change of contrast; default 0
 * @param saturation largest relative change of saturation; default 0
 * @param grayscale probability of taking the colours away; default 0
 * @param mean subtracted from samples in [0, 1], by channel R, G, B; default that of CLIP, as FaRL uses
 * @param std divides what is left, by channel; default that of CLIP
 */
public record AugmentationSettings(
        Integer size,
        Double minArea,
        Double maxArea,
        Double maxAspect,
        Double flip,
        Double brightness,
        Double contrast,
        Double saturation,
        Double grayscale,
        List<Double> mean,
        List<Double> std) {
    /** Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", 2021 (public code). */
    public static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);

    /** As {@link #CLIP_MEAN}. */
    public static final List<Double> CLIP_STD = List.of(0.26862954, 0.26130258, 0.27577711);

    /** He et al., "Masked Autoencoders Are Scalable Vision Learners", 2022 (public code): ImageNet's. */
    public static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);

    /** As {@link #IMAGENET_MEAN}. */
    public static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);

    public AugmentationSettings {
        size = or(size, 224);
        minArea = or(minArea, 1.0);
        maxArea = or(maxArea, 1.0);
        maxAspect = or(maxAspect, 4.0 / 3);
        flip = or(flip, 0.0);
        brightness = or(brightness, 0.0);
        contrast = or(contrast, 0.0);
        saturation = or(saturation, 0.0);
        grayscale = or(grayscale, 0.0);
        mean = List.copyOf(or(mean, CLIP_MEAN));
        std = List.copyOf(or(std, CLIP_STD));
        require(size >= 1, "size", "at least 1", size);
        require(minArea > 0 && minArea <= maxArea, "minArea", "in (0, maxArea]", minArea);
        require(maxArea <= 1, "maxArea", "at most 1", maxArea);
        require(maxAspect >= 1, "maxAspect", "at least 1", maxAspect);
        requireShare("flip", flip);
        requireShare("brightness", brightness);
        requireShare("contrast", contrast);
        requireShare("saturation", saturation);
        requireShare("grayscale", grayscale);
        require(mean.size() == 3, "mean", "three numbers", mean);
        require(std.size() == 3 && std.stream().allMatch(s -> s > 0), "std", "three numbers above 0", std);
    }

    /** No chance at all: the largest centred square, resized, with CLIP's mean and deviation. */
    public static AugmentationSettings plain(int size) {
        return new AugmentationSettings(size, null, null, null, null, null, null, null, null, null, null);
    }

    /** Light variation that keeps an aligned face in place: cuts of 90 % and more, flips, a little colour. */
    public static AugmentationSettings light(int size) {
        return new AugmentationSettings(size, 0.9, 1.0, 1.05, 0.5, 0.1, 0.1, 0.1, 0.05, null, null);
    }

    private static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private static void requireShare(String name, double value) {
        require(value >= 0 && value <= 1, name, "in [0, 1]", value);
    }

    private static void require(boolean holds, String name, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException("%s must be %s, got %s".formatted(name, expected, found));
        }
    }
}
