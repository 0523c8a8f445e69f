package io.facet.training.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.facet.domain.UserError;
import io.facet.domain.face.FivePoints;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.detect.FaceDetector;
import io.facet.training.attend.AttentionPage;
import io.facet.training.attend.TextAttention;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.faces.FaceLocator;
import io.facet.training.data.image.Augmentation;
import io.facet.training.data.image.AugmentationSettings;
import io.facet.training.data.image.Frames;
import io.facet.training.data.image.ImageDecoder;
import io.facet.training.data.prepare.Detectors;
import io.facet.training.engine.Backend;
import io.facet.training.engine.EngineFlags;
import io.facet.training.recipe.TrainedImageText;
import io.facet.vision.align.AlignmentTemplates;
import io.facet.vision.align.FaceAligner;

/** {@code facet train attend}. */
@Command(
        name = "attend",
        description = {
            "Shows which part of a picture an encoder trained with texts means by a text: Grad-CAM in the last block (FaRL,"
                    + " section 4.7), painted over the picture, one beside the other for several texts."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class TrainAttendCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--run", required = true, paramLabel = "DIR", description = "Run of FaRL's pre-training.")
    private Path run;

    @Option(names = "--image", required = true, paramLabel = "FILE", description = "The picture.")
    private Path image;

    @Option(
            names = "--text",
            required = true,
            paramLabel = "TEXT",
            description = "What is asked for; can be given more than once.")
    private List<String> texts;

    @Option(
            names = "--detector",
            paramLabel = "BUNDLE",
            description = "Cut the face out first, aligned by this bundle's detector, as faces are for training.")
    private Path detector;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "PNG to write.")
    private Path output;

    @Mixin
    private EngineFlags engine;

    @Override
    public Integer call() throws IOException {
        TrainedImageText trained = TrainedImageText.open(run);
        RgbImage picture = picture();
        float[] input = new Augmentation(new AugmentationSettings(
                        trained.image().imageSize(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        trained.mean(),
                        trained.std()))
                .apply(picture, new SplittableRandom(0));
        AttentionPage page = new AttentionPage(picture);
        try (Backend<?> backend = engine.open()) {
            for (String text : texts) {
                TextAttention attention = TextAttention.of(backend, trained, input, text);
                page.add(attention);
                spec.commandLine().getOut().printf(Locale.ROOT, "%s: similarity %.4f%n", text, attention.similarity());
            }
        }
        try {
            Files.write(output, page.png());
        } catch (IOException e) {
            throw new UserError("--out %s: cannot be written: %s".formatted(output, e.getMessage()), e);
        }
        spec.commandLine().getOut().println("Wrote " + output);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private RgbImage picture() {
        RgbImage whole;
        try {
            whole = ImageDecoder.decode(image.toString(), Files.readAllBytes(image));
        } catch (IOException | UnreadableSampleException e) {
            throw new UserError("--image %s: %s".formatted(image, e.getMessage()), e);
        }
        return detector == null ? whole : face(whole);
    }

    private RgbImage face(RgbImage whole) {
        DetectorSettings settings = new DetectorSettings(FaceLocator.SQUARE, DetectorSettings.DEFAULT.minScore(), 1, 1);
        try (FaceDetector found = Detectors.ofBundle(detector, settings)) {
            FivePoints points = new FaceLocator(found)
                    .find(new Sample(image.toString(), whole, List.of(), Map.of()))
                    .orElseThrow(() -> new UserError("--image %s: expected a face, found none".formatted(image)))
                    .points();
            return Frames.picture(new FaceAligner(AlignmentTemplates.FACET_224).align(Frames.of(whole), points));
        }
    }
}
