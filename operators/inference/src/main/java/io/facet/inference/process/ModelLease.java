package io.facet.inference.process;

import java.util.concurrent.atomic.AtomicBoolean;

import io.facet.inference.batch.FaceBatcher;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.detect.FaceDetector;

/**
 * The right to use shared models until {@link #close}. What it hands out belongs to {@link ProcessModels}: use it only
 * while the lease is open, and never close it.
 *
 * <p>Threads: any; {@link #close} is idempotent.
 */
public final class ModelLease implements AutoCloseable {
    private final LoadedModels models;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    ModelLease(LoadedModels models, Runnable release) {
        this.models = models;
        this.release = release;
    }

    public Bundle bundle() {
        return open().bundle();
    }

    /** {@code name@version}, as observations state it. */
    public String bundleId() {
        return bundle().manifest().id();
    }

    public FaceDetector detector() {
        return open().detector();
    }

    public FaceBatcher batcher() {
        return open().batcher();
    }

    /** Gives the lease back; the last one to do so closes the models. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }

    private LoadedModels open() {
        if (closed.get()) {
            throw new IllegalStateException("this lease on %s is closed"
                    .formatted(models.bundle().manifest().id()));
        }
        return models;
    }
}
