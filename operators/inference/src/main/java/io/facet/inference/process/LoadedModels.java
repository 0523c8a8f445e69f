package io.facet.inference.process;

import java.util.function.Supplier;

import io.facet.inference.analyze.FaceAnalyzer;
import io.facet.inference.batch.FaceBatcher;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.detect.FaceDetector;
import io.facet.inference.session.SessionSettings;

/** Everything that is loaded for one key, and closed together. */
record LoadedModels(Bundle bundle, FaceDetector detector, FaceAnalyzer analyzer, FaceBatcher batcher)
        implements AutoCloseable {

    /** Loads all or, where something fails, leaves nothing open. */
    static LoadedModels open(ModelKey key) {
        Bundle bundle = Bundle.open(key.bundle());
        FaceDetector detector = FaceDetector.open(bundle, key.settings().detector());
        return closingOnFailure(detector, () -> {
            // Runs beside each other on a thread each: threads that share a run wait for one another, and longest when
            // the
            // detector keeps one of their cores.
            FaceAnalyzer analyzer = FaceAnalyzer.open(bundle, key.heads(), SessionSettings.singleThread());
            return closingOnFailure(
                    analyzer,
                    () -> new LoadedModels(
                            bundle,
                            detector,
                            analyzer,
                            new FaceBatcher(
                                    analyzer,
                                    key.settings().batch(),
                                    key.settings().analyzerThreads())));
        });
    }

    /** Opens what needs the one already open, and closes that one where this fails. */
    static <T> T closingOnFailure(AutoCloseable open, Supplier<T> next) {
        try {
            return next.get();
        } catch (RuntimeException | Error e) {
            try {
                open.close();
            } catch (Exception closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** First the batcher, so that no run is under way when the sessions go. */
    @Override
    public void close() {
        try (detector;
                analyzer;
                batcher) {
            // Resources close in reverse order, each even if the one before it failed to.
        }
    }
}
