package io.facet.training.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.facet.domain.UserError;
import io.facet.domain.bundle.ImageInput;

/** What the cards of all our bundles have in common: {@code card.md}, for people. */
final class ReleaseCard {
    static final String FILE = "card.md";
    static final String RUN_CARD = "run-card.json";

    private ReleaseCard() {}

    /** Name, summary, licence and origin, in lines of Markdown. */
    static List<String> beginning(EncoderRelease release) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + release.name() + " " + release.version());
        lines.add("");
        lines.add(release.summary().strip());
        lines.add("");
        lines.add("- Licence: " + release.licence());
        lines.add("- Made from: " + release.origin().file() + " ("
                + release.origin().licence() + ")");
        release.runCard().ifPresent(card -> lines.add("- How it was trained: `" + RUN_CARD + "`"));
        return lines;
    }

    /** The line on what the encoder reads. */
    static String input(ImageInput input) {
        return "- Input `%s`: aligned face, RGB, %d x %d, (v / 255 - %s) / %s"
                .formatted(input.tensor(), input.width(), input.height(), input.mean(), input.std());
    }

    /** A run card's bytes. */
    static byte[] read(Path runCard) {
        try {
            return Files.readAllBytes(runCard);
        } catch (IOException e) {
            throw new UserError("run card %s: expected a file that can be read, found %s".formatted(runCard, e), e);
        }
    }

    /** The command and its version, where it was built with one. */
    static String program(String command) {
        String version = ReleaseCard.class.getPackage().getImplementationVersion();
        return version == null ? command : command + " " + version;
    }
}
