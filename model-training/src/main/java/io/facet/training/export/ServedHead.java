package io.facet.training.export;

import java.util.List;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.face.HeadTask;

/**
 * A task of a bundle, and what of a head's output is its own. Several tasks may share a head, whose network is then in the
 * bundle once.
 *
 * @param task what it does
 * @param head name of the head
 * @param from first of its channels, along axis 1 of the head's output
 * @param to index after the last
 * @param decoding how these are read
 * @param labels class, attribute or region names in the order of the channels; empty where there are none
 * @param scheme name of the landmark layout, or of the embedding space; else null
 * @param form what the bundle's graph makes of these channels, so that the decoding reads them
 */
public record ServedHead(
        HeadTask task,
        String head,
        int from,
        int to,
        HeadSpec.Decoding decoding,
        List<String> labels,
        String scheme,
        ServedForm form) {
    public ServedHead {
        labels = List.copyOf(labels);
    }
}
