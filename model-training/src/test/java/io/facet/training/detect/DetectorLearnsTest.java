package io.facet.training.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.facet.domain.face.Detection;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.detect.FaceDetector;
import io.facet.training.data.Sample;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.engine.Precision;
import io.facet.training.export.DetectorExport;
import io.facet.training.network.detector.DetectorShape;
import io.facet.training.network.detector.FaceDetectorNetwork;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.ParameterSpec;
import io.facet.vision.geometry.BoxOverlap;
import io.facet.vision.image.YuvImages;

import static org.assertj.core.api.Assertions.assertThat;

class DetectorLearnsTest {
    private static final int SIDE = 64;
    private static final EngineSettings ONE_THREAD =
            new EngineSettings(EngineSettings.Kind.DJL, Device.CPU, Precision.FP32, 1);
    private static final int UPDATES = 160;
    private static final FaceDetectorNetwork NETWORK =
            new FaceDetectorNetwork("detector", new DetectorShape(8, List.of(12, 24, 24, 24), List.of(0, 1, 1, 1), 24));

    @Test
    void training_drawnHeads_areFoundByTheJobsDetectorInPicturesItHasNotSeen() {
        DetectorObjective objective = new DetectorObjective(NETWORK, SIDE, 5, 10);
        List<ParameterSpec> specs =
                Declaration.of(objective, objective.inputs()).parameters();
        Parameters trained;
        try (Backend<?> backend = Engines.open(ONE_THREAD)) {
            trained = trained(backend, objective, specs);
        }

        int faces = 0;
        int found = 0;
        DetectorSettings settings = new DetectorSettings(640, 0.3, 1, 1);
        try (FaceDetector detector =
                FaceDetector.open(DetectorExport.spec(0.3, 0.3), DetectorExport.model(NETWORK, trained), settings)) {
            RenderedHeads unseen = new RenderedHeads(400);
            for (int i = 300; i < 330; i++) {
                Sample sample = unseen.read(i);
                FaceTruth head = RenderedHeads.labeller().faces(sample).get(0);
                List<Detection> detections = detector.detect(
                                List.of(YuvImages.fromBufferedImage(Pictures.buffered(sample.image(), 0))))
                        .get(0);
                faces++;
                found += detections.stream().anyMatch(face -> BoxOverlap.iou(face.box(), head.box()) > 0.5) ? 1 : 0;
            }
        }
        assertThat((double) found / faces).isGreaterThan(0.9);
    }

    private static <T> Parameters trained(Backend<T> backend, DetectorObjective objective, List<ParameterSpec> specs) {
        RenderedHeads heads = new RenderedHeads(200);
        OptimizerSettings settings = new OptimizerSettings(0.9, 0.999, 1e-8, 0.01, 10, List.of(), List.of());
        try (Learner<T> learner = Learner.start(backend, objective, specs, Parameters.initialize(specs, 1), settings)) {
            SplittableRandom random = new SplittableRandom(1);
            for (int update = 0; update < UPDATES; update++) {
                List<Scene> scenes = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    Sample head = heads.read(random.nextInt(heads.size()));
                    scenes.add(new Scene(head.image(), RenderedHeads.labeller().faces(head)));
                }
                Map<String, Double> losses = learner.accumulate(DetectorCollator.inputs(SIDE, scenes), 1.0);
                assertThat(losses.get("loss")).isFinite();
                learner.update(5e-3 * (1 - 0.95 * update / UPDATES));
            }
            return learner.parameters();
        }
    }
}
