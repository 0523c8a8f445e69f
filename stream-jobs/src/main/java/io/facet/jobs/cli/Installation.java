package io.facet.jobs.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import io.facet.domain.UserError;

/**
 * What comes with Facet: its own bundle, and the video of the demo.
 *
 * @param home the folder the launcher lies in
 */
record Installation(Path home) {
    /** System property that names the folder; the launcher sets it. */
    static final String PROPERTY = "facet.home";

    private static final String BUNDLE = "test-data/bundles/facet-tiny";
    private static final String DEMO = "test-data/demo";

    /** The one this program was started from. */
    static Installation current() {
        String folder = System.getProperty(PROPERTY);
        if (folder == null) {
            throw new UserError(
                    "Facet's own folder is not known: start it by its launcher, name files by options, or set" + " -D"
                            + PROPERTY + "=<folder>");
        }
        return new Installation(Path.of(folder).toAbsolutePath().normalize());
    }

    /**
     * The bundle that is used where none is named.
     *
     * @throws UserError if it is not there
     */
    Path bundle() {
        Path bundle = home.resolve(BUNDLE);
        if (!Files.isDirectory(bundle)) {
            throw new UserError(
                    "--bundle: expected Facet's own bundle in %s, found none; name one by --bundle".formatted(bundle));
        }
        return bundle;
    }

    /**
     * The folder of the demo's video, truth and composites.
     *
     * @throws UserError if it is not there
     */
    Path demo() {
        Path demo = home.resolve(DEMO);
        if (!Files.isDirectory(demo)) {
            throw new UserError(
                    "expected the demo's video in %s, found none; make one by 'facet demo render'".formatted(demo));
        }
        return demo;
    }
}
