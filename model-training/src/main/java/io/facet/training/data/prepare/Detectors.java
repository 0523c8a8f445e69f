package io.facet.training.data.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.facet.domain.UserError;
import io.facet.domain.bundle.DetectorSpec;
import io.facet.domain.bundle.DetectorSpec.Family;
import io.facet.domain.bundle.ImageInput;
import io.facet.domain.bundle.ImageInput.ColorOrder;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.BundleException;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.detect.FaceDetector;
import io.facet.inference.session.InferenceException;

/** Opens the detector that faces are found by. Whoever opens it closes it. */
public final class Detectors {
    private static final List<Integer> STRIDES = List.of(8, 16, 32);
    private static final double SCORE = 0.7;
    private static final double OVERLAP = 0.3;

    private Detectors() {}

    /** The detector of a bundle. */
    public static FaceDetector ofBundle(Path bundle, DetectorSettings settings) {
        try {
            return FaceDetector.open(Bundle.open(bundle), settings);
        } catch (BundleException | InferenceException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /** YuNet in a file of its own, with names of outputs as published: {@code cls_8} to {@code kps_32}. */
    public static FaceDetector yunet(Path model, DetectorSettings settings) {
        List<String> outputs = new ArrayList<>();
        for (String kind : List.of("cls", "obj", "bbox", "kps")) {
            STRIDES.forEach(stride -> outputs.add(kind + "_" + stride));
        }
        ImageInput input =
                new ImageInput("input", 0, 0, 32, ColorOrder.BGR, 1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
        DetectorSpec spec =
                new DetectorSpec(model.toString(), Family.YUNET, input, STRIDES, List.of(), outputs, SCORE, OVERLAP);
        try {
            return FaceDetector.open(spec, Files.readAllBytes(model), settings);
        } catch (IOException e) {
            throw new UserError("detector %s: cannot be read: %s".formatted(model, e.getMessage()), e);
        } catch (InferenceException e) {
            throw new UserError(e.getMessage(), e);
        }
    }
}
