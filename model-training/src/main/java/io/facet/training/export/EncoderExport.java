package io.facet.training.export;

import java.nio.file.Path;
import java.util.List;

import io.facet.domain.UserError;
import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.TensorSpec;
import io.facet.inference.bundle.BundleException;
import io.facet.inference.bundle.BundleWriter;
import io.facet.inference.session.TensorPort;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Inference;
import io.facet.training.engine.Parameters;

/** Makes a bundle of a trained or imported encoder. */
public final class EncoderExport {
    private static final long SEED = 20260101;

    private EncoderExport() {}

    /**
     * What was written.
     *
     * @param manifest of the bundle
     * @param parity how close ONNX Runtime and the engine are
     */
    public record Exported(BundleManifest manifest, ParityCheck.Parity parity) {}

    /**
     * Writes the encoder as ONNX, compares it with the engine, and writes the bundle. The same parameters and release
     * give the same bytes.
     *
     * @param backend to compare with; stays open. Used by the calling thread
     * @param parameters at least those of the encoder, under its name; others are not looked at
     * @param out folder of the bundle; must not exist or be empty. Nothing is left there on failure
     * @throws UserError with expected and found, if a parameter or the folder does not fit, or ONNX Runtime and the
     *     engine differ by more than {@link ParityCheck#TOLERANCE}
     */
    public static Exported run(
            Backend<?> backend, EncoderProgram program, Parameters parameters, EncoderRelease release, Path out) {
        requireEmpty(out);
        List<TensorPort> inputs = List.of(OnnxProgram.input(EncoderProgram.IMAGE, program.image()));
        List<String> outputs = program.features().stream().map(TensorSpec::name).toList();
        byte[] model = OnnxProgram.write(release.name(), program, inputs, parameters, outputs);
        ParityCheck.Parity parity = parity(backend, program, parameters, release.name(), model, inputs);
        return new Exported(EncoderBundle.write(out, model, program, release), parity);
    }

    private static void requireEmpty(Path out) {
        try {
            BundleWriter.requireEmpty(out);
        } catch (BundleException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private static <T> ParityCheck.Parity parity(
            Backend<T> backend,
            EncoderProgram program,
            Parameters parameters,
            String name,
            byte[] model,
            List<TensorPort> inputs) {
        Parameters own = parameters.under(program.encoder().name() + ".");
        try (Inference<T> engine = new Inference<>(backend, program, own)) {
            return ParityCheck.require(name, model, engine, ParityCheck.randomBatches(inputs, SEED));
        }
    }
}
