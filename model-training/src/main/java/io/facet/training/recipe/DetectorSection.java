package io.facet.training.recipe;

import java.nio.file.Path;
import java.util.List;

import io.facet.training.data.DataSpec;
import io.facet.training.detect.DetectorObjective;
import io.facet.training.network.detector.DetectorShape;
import io.facet.training.network.detector.FaceDetectorNetwork;

/**
 * The face detector. Its data are pictures with faces, which a published detector finds.
 *
 * @param teacher ONNX file of YuNet or a bundle with a detector, relative to the folder that {@code --data} names; {@code
 *     --teacher} names another
 * @param sure score of the teacher from which a detection is a face; default 0.7
 * @param doubtful score from which one is left out of account; default 0.3
 * @param scenes sets of larger pictures, such as stills of videos, with faces or without; none if left out
 * @param imageSize side of the scenes to train on, a multiple of 32; default 256
 * @param stem channels at stride 2
 * @param widths channels at strides 4, 8, 16 and 32
 * @param blocks residual blocks at these strides
 * @param neck channels of the maps that the heads read
 * @param boxWeight of the loss of boxes; default 5
 * @param pointsWeight of the loss of points; default 10
 * @param scoreThreshold from which a detection of the trained network is a face; default 0.5
 * @param nmsIou overlap above which the weaker of two detections is dropped; default 0.3
 * @param keptMiB memory for decoded pictures, most of the cost of a scene; default a quarter of the Java heap
 */
public record DetectorSection(
        Path teacher,
        Double sure,
        Double doubtful,
        List<DataSpec> scenes,
        Integer imageSize,
        Integer stem,
        List<Integer> widths,
        List<Integer> blocks,
        Integer neck,
        Double boxWeight,
        Double pointsWeight,
        Double scoreThreshold,
        Double nmsIou,
        Long keptMiB) {
    /** Name of the network, with which its parameters' names begin. */
    public static final String NETWORK = "detector";

    public DetectorSection {
        DetectorShape usual = DetectorShape.tiny();
        sure = Sections.or(sure, 0.7);
        doubtful = Sections.or(doubtful, 0.3);
        scenes = scenes == null ? List.of() : List.copyOf(scenes);
        imageSize = Sections.or(imageSize, 256);
        stem = Sections.or(stem, usual.stem());
        widths = List.copyOf(Sections.or(widths, usual.widths()));
        blocks = List.copyOf(Sections.or(blocks, usual.blocks()));
        neck = Sections.or(neck, usual.neck());
        boxWeight = Sections.or(boxWeight, 5.0);
        pointsWeight = Sections.or(pointsWeight, 10.0);
        scoreThreshold = Sections.or(scoreThreshold, 0.5);
        nmsIou = Sections.or(nmsIou, 0.3);
        keptMiB = Sections.or(keptMiB, Runtime.getRuntime().maxMemory() >> 22);
        Sections.require(keptMiB >= 0, "keptMiB", "0 or more", keptMiB);
        Sections.require(
                imageSize >= DetectorShape.MULTIPLE && imageSize % DetectorShape.MULTIPLE == 0,
                "imageSize",
                "a multiple of 32",
                imageSize);
        Sections.require(
                doubtful > 0 && doubtful <= sure && sure < 1,
                "doubtful and sure",
                "above 0, in this order and below 1",
                doubtful + " and " + sure);
    }

    /** The network's widths. */
    public DetectorShape shape() {
        return new DetectorShape(stem, widths, blocks, neck);
    }

    /** What is trained. */
    public FaceDetectorNetwork network() {
        return new FaceDetectorNetwork(NETWORK, shape());
    }

    DetectorObjective objective() {
        return new DetectorObjective(network(), imageSize, boxWeight, pointsWeight);
    }
}
