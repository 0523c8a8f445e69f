package io.facet.inference.batch;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.HeadResult;

/**
 * A face that waits for its run.
 *
 * @param submittedNanos {@link System#nanoTime()} when it joined the queue
 */
record PendingFace(AlignedCrop crop, CompletableFuture<List<HeadResult>> result, long submittedNanos) {}
