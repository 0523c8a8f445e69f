package io.facet.training.finetune;

import java.util.List;

import io.facet.training.data.image.AugmentationSettings;

/**
 * How faces are cut and varied. A value that is left out (null) takes the default, which varies nothing but for the part
 * shown.
 *
 * @param shown side of the part of a stored picture that a network is shown, as a share of the picture's; default 0.8, the
 *     aligned crop in a prepared face; 1 for sets of other pictures
 * @param warp α of tanh-warping, by which what is around that part is seen, too (FaRL, supplement §6: 0.8 for LaPa); default 0,
 *     none
 * @param rotation largest turn in degrees; default 0
 * @param scale largest relative change of size; default 0
 * @param shift largest shift along each axis, as a share of the view's side; default 0
 * @param flip probability of a mirror; default 0
 * @param brightness largest relative change; default 0
 * @param contrast largest relative change; default 0
 * @param saturation largest relative change; default 0
 * @param grayscale probability of taking the colours away; default 0
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
        Double rotation,
        Double scale,
        Double shift,
        Double flip,
        Double brightness,
        Double contrast,
        Double saturation,
        Double grayscale,
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

    public FaceAugmentation {
        shown = Defaults.or(shown, ALIGNED);
        warp = share("warp", warp, 0, 1);
        rotation = share("rotation", rotation, 0, 180);
        scale = share("scale", scale, 0, 0.9);
        shift = share("shift", shift, 0, 1);
        flip = share("flip", flip, 0, 1);
        brightness = share("brightness", brightness, 0, 1);
        contrast = share("contrast", contrast, 0, 1);
        saturation = share("saturation", saturation, 0, 1);
        grayscale = share("grayscale", grayscale, 0, 1);
        blur = share("blur", blur, 0, 1);
        blurSigma = share("blurSigma", blurSigma, 0.02, 1);
        shrink = share("shrink", shrink, 0, 1);
        least = share("least", least, 0.25, 1);
        noise = share("noise", noise, 0, 1);
        noiseSigma = share("noiseSigma", noiseSigma, 0.05, 1);
        erase = share("erase", erase, 0, 1);
        surround = share("surround", surround, 0, 1);
        mean = List.copyOf(Defaults.or(mean, AugmentationSettings.CLIP_MEAN));
        std = List.copyOf(Defaults.or(std, AugmentationSettings.CLIP_STD));
        Defaults.require(shown > 0 && shown <= 1, "shown", "above 0 and at most 1", shown);
        Defaults.require(least > 0, "least", "above 0", least);
        Defaults.require(mean.size() == 3, "mean", "three numbers", mean);
        Defaults.require(std.size() == 3 && std.stream().allMatch(s -> s > 0), "std", "three numbers above 0", std);
    }

    private static Double share(String name, Double given, double otherwise, double most) {
        double value = Defaults.or(given, otherwise);
        Defaults.require(value >= 0 && value <= most, name, "0 to " + most, value);
        return value;
    }

    /** The middle of each picture, not varied. */
    public static FaceAugmentation none() {
        return new FaceAugmentation(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null);
    }

    /** These means and the part shown, with nothing varied: how faces are shown for scores. */
    public FaceAugmentation still() {
        return new FaceAugmentation(
                shown, warp, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, mean, std);
    }

    /** The same with another probability of a rectangle over the face. */
    public FaceAugmentation erasing(double probability) {
        return new FaceAugmentation(
                shown,
                warp,
                rotation,
                scale,
                shift,
                flip,
                brightness,
                contrast,
                saturation,
                grayscale,
                blur,
                blurSigma,
                shrink,
                least,
                noise,
                noiseSigma,
                probability,
                surround,
                mean,
                std);
    }

    /** The same without what makes a face harder to see: blur, loss of resolution, noise, rectangles. */
    public FaceAugmentation undegraded() {
        return new FaceAugmentation(
                shown,
                warp,
                rotation,
                scale,
                shift,
                flip,
                brightness,
                contrast,
                saturation,
                grayscale,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                surround,
                mean,
                std);
    }
}
