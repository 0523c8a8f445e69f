package io.facet.training.finetune;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.facet.training.data.image.AugmentationSettings;
import io.facet.training.data.image.RandAugment;

/**
 * How faces are cut and varied. A value may be left out (null): then it is that of another augmentation, {@link #over} which
 * this one is laid, and in the end the {@linkplain #none default}, which varies nothing.
 *
 * @param shown side of the part of a stored picture that a network is shown, as a share of the picture's; default 0.8, the
 *     aligned crop in a prepared face; 1 for sets of other pictures
 * @param warp α of tanh-warping, by which what is around that part is seen, too (FaRL, supplement §6: 0.8 for LaPa); default 0,
 *     none
 * @param pointNoise standard deviation of Gaussian noise on each coordinate of the five points by which a prepared face was
 *     aligned, in pixels of the picture it was cut out of (FaRL, supplement §6: variance 5 for CelebA, 2.24 here); default 0. A
 *     face is cut as it would be had its points been found there; one whose points are not stored, as a mixed one, stays
 * @param rotation largest turn in degrees; default 0
 * @param scale largest relative change of size; default 0
 * @param shift largest shift along each axis, as a share of the view's side; default 0
 * @param flip probability of a mirror; default 0
 * @param brightness largest relative change; default 0
 * @param contrast largest relative change; default 0
 * @param saturation largest relative change; default 0
 * @param grayscale probability of taking the colours away; default 0
 * @param randAugment operations of {@link RandAugment} on each face (its N); default 0, none
 * @param magnitude of these operations, 0 to 10 (its M); default 9
 * @param geometric whether these operations may also turn, shear and shift the view, which points and masks do not follow;
 *     default true, as published
 * @param blur probability of a Gaussian blur; default 0
 * @param blurSigma largest standard deviation of the blur, as a share of the view's side; default 0.02
 * @param shrink probability of a loss of resolution; default 0
 * @param least smallest resolution that is left, as a share of the view's; default 0.25
 * @param noise probability of Gaussian noise; default 0
 * @param noiseSigma largest standard deviation of the noise, in [0, 1] of the range of a sample; default 0.05
 * @param erase probability of a rectangle of one colour over the face (Zhong et al., "Random Erasing", 2020); default 0
 * @param surround probability that what lies outside the source picture is not black but of chance colours, or as the
 *     picture's edge; default 0
 * @param mean subtracted from samples in [0, 1], by channel R, G, B; default CLIP's
 * @param std divides what is left, by channel; default CLIP's
 */
public record FaceAugmentation(
        Double shown,
        Double warp,
        Double pointNoise,
        Double rotation,
        Double scale,
        Double shift,
        Double flip,
        Double brightness,
        Double contrast,
        Double saturation,
        Double grayscale,
        Integer randAugment,
        Double magnitude,
        Boolean geometric,
        Double blur,
        Double blurSigma,
        Double shrink,
        Double least,
        Double noise,
        Double noiseSigma,
        Double erase,
        Double surround,
        List<Double> mean,
        List<Double> std) {
    /** Side of the aligned crop in a prepared face, which shows 1.25 times as much. */
    private static final double ALIGNED = 0.8;

    /** N of the RandAugment paper goes to 3; more than this is a mistake. */
    private static final int MOST_OPERATIONS = 14;

    /** In pixels: farther than a small face is wide, points say nothing. */
    private static final double MOST_NOISE = 32;

    private static final FaceAugmentation DEFAULTS = new FaceAugmentation(
            ALIGNED,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            0,
            9.0,
            true,
            0.0,
            0.02,
            0.0,
            0.25,
            0.0,
            0.05,
            0.0,
            0.0,
            AugmentationSettings.CLIP_MEAN,
            AugmentationSettings.CLIP_STD);

    public FaceAugmentation {
        requireUpTo("warp", warp, 1);
        requireUpTo("pointNoise", pointNoise, MOST_NOISE);
        requireUpTo("rotation", rotation, 180);
        requireUpTo("scale", scale, 0.9);
        requireUpTo("shift", shift, 1);
        requireUpTo("flip", flip, 1);
        requireUpTo("brightness", brightness, 1);
        requireUpTo("contrast", contrast, 1);
        requireUpTo("saturation", saturation, 1);
        requireUpTo("grayscale", grayscale, 1);
        requireUpTo("magnitude", magnitude, RandAugment.MOST);
        requireUpTo("blur", blur, 1);
        requireUpTo("blurSigma", blurSigma, 1);
        requireUpTo("shrink", shrink, 1);
        requireUpTo("least", least, 1);
        requireUpTo("noise", noise, 1);
        requireUpTo("noiseSigma", noiseSigma, 1);
        requireUpTo("erase", erase, 1);
        requireUpTo("surround", surround, 1);
        mean = mean == null ? null : List.copyOf(mean);
        std = std == null ? null : List.copyOf(std);
        Defaults.require(
                randAugment == null || randAugment >= 0 && randAugment <= MOST_OPERATIONS,
                "randAugment",
                "0 to " + MOST_OPERATIONS,
                randAugment);
        Defaults.require(shown == null || shown > 0 && shown <= 1, "shown", "above 0 and at most 1", shown);
        Defaults.require(least == null || least > 0, "least", "above 0", least);
        Defaults.require(mean == null || mean.size() == 3, "mean", "three numbers", mean);
        Defaults.require(
                std == null || std.size() == 3 && std.stream().allMatch(s -> s > 0),
                "std",
                "three numbers above 0",
                std);
    }

    private static void requireUpTo(String name, Double given, double most) {
        Defaults.require(given == null || given >= 0 && given <= most, name, "0 to " + most, given);
    }

    /** The middle of each picture, not varied: every value there is, the default. */
    public static FaceAugmentation none() {
        return DEFAULTS;
    }

    /** The same with defaults for what is left out. */
    public FaceAugmentation completed() {
        return over(DEFAULTS);
    }

    /** The values of this one, and the other's where this one says nothing. */
    public FaceAugmentation over(FaceAugmentation other) {
        return new FaceAugmentation(
                Defaults.or(shown, other.shown),
                Defaults.or(warp, other.warp),
                Defaults.or(pointNoise, other.pointNoise),
                Defaults.or(rotation, other.rotation),
                Defaults.or(scale, other.scale),
                Defaults.or(shift, other.shift),
                Defaults.or(flip, other.flip),
                Defaults.or(brightness, other.brightness),
                Defaults.or(contrast, other.contrast),
                Defaults.or(saturation, other.saturation),
                Defaults.or(grayscale, other.grayscale),
                Defaults.or(randAugment, other.randAugment),
                Defaults.or(magnitude, other.magnitude),
                Defaults.or(geometric, other.geometric),
                Defaults.or(blur, other.blur),
                Defaults.or(blurSigma, other.blurSigma),
                Defaults.or(shrink, other.shrink),
                Defaults.or(least, other.least),
                Defaults.or(noise, other.noise),
                Defaults.or(noiseSigma, other.noiseSigma),
                Defaults.or(erase, other.erase),
                Defaults.or(surround, other.surround),
                Defaults.or(mean, other.mean),
                Defaults.or(std, other.std));
    }

    /** These means and the part shown, with nothing varied: how faces are shown for scores. */
    public FaceAugmentation still() {
        return new FaceAugmentation(
                        shown, warp, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                        null, null, null, null, null, null, mean, std)
                .completed();
    }

    /** Names of what is on and makes a face harder to see than its picture was, in alphabetical order. */
    public List<String> damage() {
        FaceAugmentation all = completed();
        Map<String, Double> damaging = new TreeMap<>(Map.of(
                "blur", all.blur,
                "shrink", all.shrink,
                "noise", all.noise,
                "erase", all.erase,
                "randAugment", (double) all.randAugment));
        damaging.values().removeIf(value -> value == 0);
        return List.copyOf(damaging.keySet());
    }

    /** Whether it moves what is shown without moving points and masks along. */
    public boolean losesPlaces() {
        FaceAugmentation all = completed();
        return all.randAugment > 0 && all.geometric && all.magnitude > 0;
    }

    /** Of {@link #completed} settings. */
    RandAugment operations() {
        return new RandAugment(randAugment, magnitude, geometric);
    }
}
