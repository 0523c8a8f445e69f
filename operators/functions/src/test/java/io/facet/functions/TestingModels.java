package io.facet.functions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;

import io.facet.domain.face.HeadTask;
import io.facet.functions.analyze.AnalysisOptions;
import io.facet.inference.batch.BatchSettings;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.process.ModelSettings;
import io.facet.inference.testing.TinyBundle;

/** Options for a real bundle of tiny networks, whose detector takes magenta discs for faces. */
public final class TestingModels {

    private TestingModels() {}

    /** Detector runs of four frames, whatever is best on a machine. */
    private static final ModelSettings SETTINGS =
            new ModelSettings(new DetectorSettings(640, 0.5, 1, 4), 1, BatchSettings.DEFAULT);

    /** Options for the bundle in a folder, which is assembled there if it is not there yet. */
    public static AnalysisOptions options(Path folder) {
        Path bundle = folder.resolve("tiny-bundle");
        if (!Files.exists(bundle)) {
            TinyBundle.write(bundle);
        }
        return new AnalysisOptions(bundle.toString(), EnumSet.of(HeadTask.AGE, HeadTask.GENDER), SETTINGS);
    }
}
