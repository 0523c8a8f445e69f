package io.facet.functions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;

import io.facet.domain.face.HeadTask;
import io.facet.functions.analyze.AnalysisOptions;
import io.facet.inference.process.ModelSettings;
import io.facet.inference.testing.TinyBundle;

/** Options for a real bundle of tiny networks, whose detector takes magenta discs for faces. */
public final class TestingModels {

    private TestingModels() {}

    /** Options for the bundle in a folder, which is assembled there if it is not there yet. */
    public static AnalysisOptions options(Path folder) {
        Path bundle = folder.resolve("tiny-bundle");
        if (!Files.exists(bundle)) {
            TinyBundle.write(bundle);
        }
        return new AnalysisOptions(bundle.toString(), EnumSet.of(HeadTask.AGE, HeadTask.GENDER), ModelSettings.DEFAULT);
    }
}
