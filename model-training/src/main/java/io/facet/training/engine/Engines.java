package io.facet.training.engine;

import io.facet.domain.UserError;
import io.facet.training.engine.EngineSettings.Kind;
import io.facet.training.engine.djl.DjlBackend;
import io.facet.training.engine.libtorch.LibtorchBackend;

/**
 * Opens backends, all of one kind: each library brings a libtorch of its own, and a process that loads a second one
 * crashes. Thread-safe.
 */
public final class Engines {
    private static Kind loaded;

    private Engines() {}

    /**
     * Opens a backend; the caller closes it.
     *
     * @throws UserError if this process has opened one of the other kind before, even if it is closed, or if the engine
     *     cannot do what the settings ask for
     */
    public static synchronized Backend<?> open(EngineSettings settings) {
        if (loaded != null && loaded != settings.kind()) {
            throw new UserError("expected engine " + loaded + ", which this process has loaded, found "
                    + settings.kind() + "; one engine per process: start another");
        }
        // Even an engine that fails to open may have loaded its library.
        loaded = settings.kind();
        return switch (settings.kind()) {
            case DJL -> DjlBackend.open(settings);
            case LIBTORCH -> LibtorchBackend.open(settings);
        };
    }
}
