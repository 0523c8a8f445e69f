package io.facet.training.export;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import picocli.CommandLine.Option;

import io.facet.domain.UserError;
import io.facet.training.network.VitSettings;

/** Which of an encoder's features a bundle offers. */
public final class LayerFlags {
    @Option(
            names = "--layers",
            paramLabel = "N",
            split = ",",
            description =
                    "Blocks whose features the bundle offers. Default: at 1/3, 1/2, 2/3 and the end: 4,6,8,12 of 12.")
    private List<Integer> layers = List.of();

    /**
     * The blocks to offer.
     *
     * @param count blocks of the encoder
     * @throws UserError if it has no such block
     */
    public SortedSet<Integer> layers(int count) {
        TreeSet<Integer> chosen = new TreeSet<>(layers.isEmpty() ? VitSettings.usualLayers(count) : layers);
        if (chosen.first() < 1 || chosen.last() > count) {
            throw new UserError("--layers: expected numbers from 1 to " + count + ", found " + chosen);
        }
        return chosen;
    }
}
