package io.facet.jobs.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.facet.jobs.architecture.Repository;
import io.facet.vision.geometry.BoxOverlap;

import static org.assertj.core.api.Assertions.assertThat;

/** The demo as it is committed. */
class DemoScriptTest {
    private static final Path DEMO = Repository.root().resolve("test-data/demo");
    /** With less, the tracker takes two faces for two people. */
    private static final double APART = 0.2;

    private final List<DemoTruth> truth = DemoTruth.read(DEMO.resolve(DemoVideo.TRUTH));

    @Test
    void truth_ofTheCommittedVideo_isWhatTheScriptDraws() {
        List<Composite> composites = Composite.readAll(DEMO.resolve("composites"));
        int first = 0;
        for (Scene scene : DemoScript.scenes()) {
            SceneRenderer renderer = new SceneRenderer(scene, composites, DemoVideo.WIDTH, DemoVideo.HEIGHT);
            assertThat(renderer.draw(0))
                    .usingRecursiveComparison()
                    .isEqualTo(truth.get(first).faces());
            first += (int) Math.round(scene.seconds() * DemoVideo.RATE);
        }
        assertThat(truth).hasSize(first);
    }

    @Test
    void scenes_followingOneAnother_haveEverybodySomewhereElse() {
        List<Integer> ends = new ArrayList<>();
        int frame = 0;
        for (Scene scene : DemoScript.scenes()) {
            frame += (int) Math.round(scene.seconds() * DemoVideo.RATE);
            ends.add(frame);
        }
        for (int end : ends.subList(0, ends.size() - 1)) {
            for (DemoTruth.Face before : truth.get(end - 1).faces()) {
                for (DemoTruth.Face after : truth.get(end).faces()) {
                    assertThat(BoxOverlap.iou(before.area(), after.area()))
                            .as("tracks %d and %d at frame %d", before.track(), after.track(), end)
                            .isLessThan(APART);
                }
            }
        }
    }

    @Test
    void truth_overTheWholeVideo_hasFacesOfAllSizesAndSomeHidden() {
        List<DemoTruth.Face> faces =
                truth.stream().flatMap(frame -> frame.faces().stream()).toList();
        assertThat(faces)
                .anyMatch(face -> face.area().width() <= 41)
                .anyMatch(face -> face.area().width() >= 198);
        assertThat(faces).anyMatch(face -> face.visible() < 0.1).anyMatch(face -> face.visible() == 1);
        assertThat(faces.stream().map(DemoTruth.Face::track).distinct()).hasSize(17);
    }
}
