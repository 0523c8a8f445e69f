package io.facet.training.export;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.facet.training.network.VisionTransformer;
import io.facet.training.network.head.Head;

/**
 * What a bundle is made of.
 *
 * @param encoder the network
 * @param heads networks on its features; those that no task has are left out
 * @param served at least one, at most one for each task
 * @param detector the detector
 * @param attachments further files by path: run cards of earlier stages, a report
 */
public record BundleContents(
        VisionTransformer encoder,
        List<Head> heads,
        List<ServedHead> served,
        DetectorPart detector,
        SortedMap<String, byte[]> attachments) {
    public BundleContents {
        heads = List.copyOf(heads);
        served = List.copyOf(served);
        attachments = Collections.unmodifiableSortedMap(new TreeMap<>(attachments));
        for (ServedHead task : served) {
            if (heads.stream().noneMatch(head -> head.name().equals(task.head()))) {
                throw new IllegalArgumentException("task " + task.task().key() + ": expected a head out of "
                        + heads.stream().map(Head::name).toList() + ", found " + task.head());
            }
        }
    }

    /** The encoder and the heads that tasks have, their outputs as decoders read them. */
    ServedProgram program() {
        List<Head> used = heads.stream()
                .filter(head -> served.stream().anyMatch(task -> task.head().equals(head.name())))
                .map(head -> ServedNetwork.of(head, served))
                .toList();
        return new ServedProgram(EncoderProgram.serving(encoder, used), used);
    }
}
