package io.facet.jobs.demo;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.domain.face.Box;

import static io.facet.jobs.demo.Curve.steady;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class DemoVideoTest {
    private static final double SECONDS = 0.4;

    @TempDir
    Path folder;

    private List<Composite> composites;

    @BeforeEach
    void drawComposites() throws IOException {
        composites = Composite.readAll(
                DrawnFaces.write(folder.resolve("composites"), new Color(0xE8B898), new Color(0x8A5A3C)));
    }

    @Test
    void write_sameCompositesTwice_givesTheSameBytes() throws IOException {
        DemoVideo video = new DemoVideo(composites, List.of(walk(), bar()));

        video.write(folder.resolve("first"), share -> {});
        video.write(folder.resolve("second"), share -> {});

        for (String file : List.of(DemoVideo.VIDEO, DemoVideo.TRUTH)) {
            assertThat(folder.resolve("second").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("first").resolve(file));
        }
    }

    @Test
    void write_truth_isAsReadBackAndCountsFramesOverScenes() throws IOException {
        List<DemoTruth> written = new DemoVideo(composites, List.of(walk(), bar())).write(folder, share -> {});

        assertThat(DemoTruth.read(folder.resolve(DemoVideo.TRUTH)))
                .usingRecursiveComparison()
                .isEqualTo(written);
        assertThat(written).hasSize(16);
        assertThat(written).extracting(DemoTruth::frame).startsWith(0, 1).endsWith(15);
        assertThat(written).extracting(DemoTruth::ptsUs).startsWith(0L, 50_000L).endsWith(750_000L);
    }

    @Test
    void truth_ofAWalk_movesWithTheFaceAndStaysInThePicture() throws IOException {
        List<DemoTruth> truth = new DemoVideo(composites, List.of(walk())).write(folder, share -> {});

        Box first = face(truth.get(0), 1).orElseThrow().area();
        Box last = face(truth.get(7), 1).orElseThrow().area();
        // A tenth of the picture's width in 0.4 s, of which 0.35 s have passed.
        assertThat(last.x() - first.x()).isCloseTo(0.1 * DemoVideo.WIDTH * 0.35 / 0.4, within(0.01));
        assertThat(first.width()).isCloseTo(80, within(0.01));
        for (DemoTruth frame : truth) {
            DemoTruth.Face face = face(frame, 1).orElseThrow();
            Box box = face.area();
            assertThat(face.visible()).isEqualTo(1);
            assertThat(box.x()).isPositive();
            assertThat(box.y()).isPositive();
            assertThat(box.right()).isLessThan(DemoVideo.WIDTH);
            assertThat(box.bottom()).isLessThan(DemoVideo.HEIGHT);
            for (double[] point : face.points()) {
                assertThat(point[0]).isBetween(box.x(), box.right());
                assertThat(point[1]).isBetween(box.y(), box.bottom());
            }
        }
    }

    @Test
    void truth_behindABar_saysHowMuchIsSeen() throws IOException {
        List<DemoTruth> truth = new DemoVideo(composites, List.of(bar())).write(folder, share -> {});

        assertThat(face(truth.get(0), 2).orElseThrow().visible()).isEqualTo(1);
        assertThat(face(truth.get(7), 2).orElseThrow().visible()).isCloseTo(0.5, within(0.02));
    }

    @Test
    void truth_ofAFaceOutOfThePicture_hasItNot() throws IOException {
        Scene away = scene(List.of(person(3, 0, new Curve(0, 1.0, SECONDS, 1.5))));

        List<DemoTruth> truth = new DemoVideo(composites, List.of(away)).write(folder, share -> {});

        assertThat(face(truth.get(0), 3).orElseThrow().visible()).isCloseTo(0.5, within(0.02));
        assertThat(truth.get(7).faces()).isEmpty();
    }

    @Test
    void read_ofAFolderWithoutComposites_saysWhereTheyComeFrom() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> Composite.readAll(empty))
                .isInstanceOf(UserError.class)
                .hasMessage("expected composites in %s, found no composites.json; make them by 'facet data composites'"
                        .formatted(empty));
    }

    private static Optional<DemoTruth.Face> face(DemoTruth frame, int track) {
        return frame.faces().stream().filter(face -> face.track() == track).findFirst();
    }

    private static Scene walk() {
        return scene(List.of(person(1, 0, new Curve(0, 0.4, SECONDS, 0.5))));
    }

    /** The bar's left edge comes to the middle of the face as the last frame is drawn. */
    private static Scene bar() {
        return scene(List.of(
                person(2, 1, steady(0.5)), new Scene.Bar(new Curve(0, 0.9, SECONDS - 1.0 / DemoVideo.RATE, 0.5), 0.3)));
    }

    private static Scene scene(List<Scene.Layer> layers) {
        return new Scene(SECONDS, Backdrop.CORRIDOR, layers, steady(1));
    }

    private static Scene.Person person(int track, int face, Curve x) {
        Scene.Look look = new Scene.Look(Color.BLACK, false, Color.BLUE);
        return new Scene.Person(track, face, look, x, steady(0.5), steady(80), steady(0));
    }
}
