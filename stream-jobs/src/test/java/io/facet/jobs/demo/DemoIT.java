package io.facet.jobs.demo;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.connectors.testing.TestVideo;
import io.facet.inference.testing.TinyBundle;
import io.facet.jobs.architecture.Repository;
import io.facet.jobs.cli.CommandRun;

import static io.facet.jobs.demo.Curve.steady;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code facet demo} over a second of drawn faces, with the miniature bundle, to which a face is a disc of one colour; and
 * over Facet's own.
 */
class DemoIT {
    @TempDir
    Path folder;

    @Test
    void demo_ofARenderedVideo_endsWithAReportAndScoresBesideTheTruth() throws IOException {
        Path video = folder.resolve("video");
        List<Composite> composites = Composite.readAll(DrawnFaces.write(folder.resolve("composites"), TestVideo.FACE));
        new DemoVideo(composites, List.of(scene())).write(video, share -> {});
        TinyBundle.write(folder.resolve("bundle"));

        CommandRun run = CommandRun.of(
                "demo", "--video", video, "--bundle", folder.resolve("bundle"), "--out", folder.resolve("out"));

        assertThat(run.code()).as("%s", run.err()).isZero();
        assertThat(run.out())
                .anyMatch(line -> line.startsWith("Beside the truth (1 people, 20 faces in 20 frames"))
                .anyMatch(line -> line.matches("  faces   recall .* %, precision .* %, mean overlap .*"))
                .anyMatch(line -> line.matches("  tracks  MOTA .* %, IDF1 .* %, \\d+ identity switch(es)?"))
                .last()
                .isEqualTo("Report: " + folder.resolve("out/report.html").toAbsolutePath());
        assertThat(folder.resolve("out/report.html")).isNotEmptyFile();
        assertThat(folder.resolve("out/annotated/faces.mp4")).isNotEmptyFile();
    }

    /** What the README's first command does: the committed bundle on the committed video, but for the drawn frames. */
    @Test
    void demo_ofFacetsOwnVideoAndBundle_findsAndTracksItsPeople() {
        Path own = Repository.root().resolve("test-data");

        CommandRun run = CommandRun.of(
                "demo",
                "--no-annotate",
                "--video",
                own.resolve("demo"),
                "--bundle",
                own.resolve("bundles/facet-tiny"),
                "--out",
                folder.resolve("out"));

        assertThat(run.code()).as("%s", run.err()).isZero();
        assertThat(percent(run, "  faces   recall")).isGreaterThan(95);
        assertThat(percent(run, "  tracks  MOTA")).isGreaterThan(90);
        assertThat(run.out()).last().asString().startsWith("Report: ");
    }

    /** The number that follows some words. */
    private static double percent(CommandRun run, String words) {
        String line = run.out().stream()
                .filter(one -> one.startsWith(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected a line '%s', found %s".formatted(words, run.out())));
        return Double.parseDouble(line.substring(words.length()).strip().split(" ")[0]);
    }

    private static Scene scene() {
        Scene.Look look = new Scene.Look(new Color(60, 60, 60), false, new Color(80, 80, 80));
        Scene.Person person =
                new Scene.Person(1, 0, look, new Curve(0, 0.4, 1, 0.5), steady(0.5), steady(64), steady(0));
        return new Scene(1, Backdrop.CORRIDOR, List.of(person), steady(1));
    }
}
