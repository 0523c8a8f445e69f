package io.facet.training.export;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import picocli.CommandLine.Option;

import io.facet.domain.UserError;
import io.facet.training.network.VitSettings;

/** Options of the commands that write the bundle of an encoder: what it offers, and what it says of itself. */
public final class ReleaseFlags {
    @Option(
            names = "--layers",
            paramLabel = "N",
            split = ",",
            description =
                    "Blocks whose features the bundle offers. Default: at 1/3, 1/2, 2/3 and the end: 4,6,8,12 of 12.")
    private List<Integer> layers = List.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the bundle. Default: that of the file or the experiment.")
    private Optional<String> name;

    @Option(
            names = "--bundle-version",
            paramLabel = "VERSION",
            defaultValue = "1.0.0",
            description = "Version of the bundle. Default: ${DEFAULT-VALUE}.")
    private String version;

    @Option(
            names = "--license",
            paramLabel = "SPDX",
            defaultValue = "research-only",
            description = "Licence of the weights. Default: ${DEFAULT-VALUE}.")
    private String license;

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

    /** The bundle's name, or what it is called if none was given. */
    public String name(String otherwise) {
        return name.orElse(otherwise);
    }

    public String version() {
        return version;
    }

    public String license() {
        return license;
    }
}
