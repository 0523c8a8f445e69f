package io.facet.inference.process;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import io.facet.inference.bundle.BundleIdentity;

/**
 * The models of this process, loaded once and shared by all who ask for the same heads and settings of the
 * same release of a bundle.
 *
 * <ol>
 *   <li>The first to {@link #acquire} a key loads its models, on its own thread; others who ask meanwhile wait for that
 *       load and share it.
 *   <li>A load that fails fails for all who waited for it and leaves nothing behind; the next acquire tries again.
 *   <li>The last lease to be closed closes the batcher and the sessions, before its close returns.
 *   <li>An acquire after that loads again.
 * </ol>
 *
 * <p>Static state: the leases of the process. It is here and nowhere else, because subtasks of a job have no other
 * place in common. Thread-safe.
 */
public final class ProcessModels {
    private static final ProcessModels PROCESS = new ProcessModels(LoadedModels::open);

    private final Function<ModelKey, LoadedModels> loader;
    private final Map<Release, Shared> sharedByRelease = new HashMap<>();

    ProcessModels(Function<ModelKey, LoadedModels> loader) {
        this.loader = loader;
    }

    /** A key, and which release of the bundle lies at its path now: a bundle replaced on disk is another one. */
    private record Release(ModelKey key, String bundleIdentity) {}

    /** Models of one release, loading or loaded, and how many hold or await them. */
    private static final class Shared {
        private final CompletableFuture<LoadedModels> models = new CompletableFuture<>();
        private int leases;
    }

    /**
     * Leases the models of a key, loading them if nobody in this process holds them.
     *
     * @throws io.facet.inference.bundle.BundleException when the bundle is refused
     * @throws io.facet.inference.session.InferenceException when a model cannot be loaded
     * @throws IllegalArgumentException when the bundle does not have one of the heads
     */
    public static ModelLease acquire(ModelKey key) {
        return PROCESS.lease(key);
    }

    ModelLease lease(ModelKey key) {
        Release release = new Release(key, BundleIdentity.of(key.bundle()));
        Shared shared;
        boolean first;
        synchronized (sharedByRelease) {
            shared = sharedByRelease.get(release);
            first = shared == null;
            if (first) {
                shared = new Shared();
                sharedByRelease.put(release, shared);
            }
            shared.leases++;
        }
        if (first) {
            load(release, shared);
        }
        return new ModelLease(await(shared), closerOf(release, shared));
    }

    private void load(Release release, Shared shared) {
        try {
            shared.models.complete(loader.apply(release.key()));
        } catch (RuntimeException | Error e) {
            synchronized (sharedByRelease) {
                sharedByRelease.remove(release, shared);
            }
            shared.models.completeExceptionally(e);
        }
    }

    private static LoadedModels await(Shared shared) {
        try {
            return shared.models.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    private Runnable closerOf(Release release, Shared shared) {
        return () -> {
            boolean last;
            synchronized (sharedByRelease) {
                shared.leases--;
                last = shared.leases == 0;
                if (last) {
                    sharedByRelease.remove(release, shared);
                }
            }
            if (last) {
                shared.models.join().close();
            }
        };
    }
}
