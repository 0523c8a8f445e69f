package io.facet.jobs.cli;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.connectors.testing.TestVideo;
import io.facet.connectors.testing.TestVideo.Format;
import io.facet.inference.testing.TinyBundle;

import static org.assertj.core.api.Assertions.assertThat;

/** What comes with Facet is found where the launcher lies. */
class InstallationTest {
    @TempDir
    Path home;

    @BeforeEach
    void setHome() {
        System.setProperty(Installation.PROPERTY, home.toString());
    }

    @AfterEach
    void clearHome() {
        System.clearProperty(Installation.PROPERTY);
    }

    @Test
    void bundle_withoutCommand_showsFacetsOwn() {
        Path own = home.resolve("test-data/bundles/facet-tiny");
        TinyBundle.write(own);

        CommandRun run = CommandRun.of("bundle");

        assertThat(run.code()).isZero();
        assertThat(run.out().get(0)).isEqualTo(own.toString());
        assertThat(run.out()).anyMatch(line -> line.startsWith("  heads"));
    }

    @Test
    void run_withoutBundleWhereNoneCame_saysWhereItShouldBe() {
        Path clip = TestVideo.of(1, 1).write(home, "clip", Format.PNG);

        CommandRun run = CommandRun.of("run", "--input", clip);

        assertThat(run.err())
                .containsExactly("facet: --bundle: expected Facet's own bundle in %s, found none; name one by --bundle"
                        .formatted(home.resolve("test-data/bundles/facet-tiny")));
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void demo_withoutItsVideo_saysHowToMakeOne() {
        CommandRun run = CommandRun.of("demo");

        assertThat(run.err())
                .containsExactly("facet: expected the demo's video in %s, found none; make one by 'facet demo render'"
                        .formatted(home.resolve("test-data/demo")));
        assertThat(run.code()).isEqualTo(2);
    }
}
