package io.facet.inference.process;

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
        try {
            SessionSettings threads = new SessionSettings(key.settings().analyzerThreads());
            FaceAnalyzer analyzer = FaceAnalyzer.open(bundle, key.heads(), threads);
            FaceBatcher batcher = new FaceBatcher(analyzer, key.settings().batch());
            return new LoadedModels(bundle, detector, analyzer, batcher);
        } catch (RuntimeException | Error e) {
            detector.close();
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
