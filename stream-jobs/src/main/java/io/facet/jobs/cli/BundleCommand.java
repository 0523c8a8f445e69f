package io.facet.jobs.cli;

import java.nio.file.Path;
import java.util.function.Supplier;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.facet.domain.UserError;
import io.facet.domain.bundle.BundleManifest;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.BundleAssembler;
import io.facet.inference.bundle.BundleException;
import io.facet.inference.bundle.BundleFormatter;

/** {@code facet bundle}. */
@Command(
        name = "bundle",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Makes, shows and checks bundles.", "Without a command: shows the bundle that Facet comes with."
        })
final class BundleCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Called without a sub-command. */
    @Override
    public void run() {
        Path bundle = Installation.current().bundle();
        String manifest =
                checked(() -> BundleFormatter.format(Bundle.open(bundle).manifest()));
        print("%s%n%n%s".formatted(bundle, manifest.stripTrailing()));
    }

    @Command(
            name = "assemble",
            mixinStandardHelpOptions = true,
            description = "Makes a bundle of ONNX files by a specification (see deploy/bundles).")
    int assemble(
            @Option(
                            names = "--spec",
                            required = true,
                            paramLabel = "YAML",
                            description = "What each file is, how it wants its picture, what its outputs mean.")
                    Path specification,
            @Option(names = "--models", required = true, paramLabel = "DIR", description = "Folder of the ONNX files.")
                    Path models,
            @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the new bundle.")
                    Path out) {
        BundleManifest manifest = checked(() -> BundleAssembler.assemble(specification, models, out));
        print("Assembled %s in %s: detector%s, heads %s"
                .formatted(
                        manifest.id(),
                        out,
                        manifest.encoder() == null ? "" : ", encoder",
                        manifest.heads().stream().map(head -> head.task().key()).toList()));
        return 0;
    }

    @Command(name = "inspect", mixinStandardHelpOptions = true, description = "Checks a bundle and shows its manifest.")
    int inspect(@Parameters(paramLabel = "BUNDLE", description = "Folder or zip.") Path bundle) {
        print(checked(() -> BundleFormatter.format(Bundle.open(bundle).manifest())));
        return 0;
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description =
                    "Checks hashes, shapes and labels of a bundle; exit code 2 names the first that does not fit.")
    int verify(@Parameters(paramLabel = "BUNDLE", description = "Folder or zip.") Path bundle) {
        print(checked(() -> Bundle.open(bundle).id()) + " is intact and fits its manifest");
        return 0;
    }

    private void print(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }

    private static <T> T checked(Supplier<T> work) {
        try {
            return work.get();
        } catch (BundleException e) {
            throw new UserError(e.getMessage(), e);
        }
    }
}
