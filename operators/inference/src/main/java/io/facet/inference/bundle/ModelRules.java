package io.facet.inference.bundle;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.onnx.proto.OnnxMl.ModelProto;

import io.facet.domain.bundle.DetectorSpec;
import io.facet.domain.bundle.EncoderSpec;
import io.facet.domain.bundle.HeadSpec;
import io.facet.inference.onnx.OnnxFormatException;
import io.facet.inference.onnx.OnnxModels;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.TensorPort;

/** Whether the networks of a bundle have the inputs and outputs the manifest says, by their own declarations. */
final class ModelRules {
    private final Bundle bundle;

    ModelRules(Bundle bundle) {
        this.bundle = bundle;
    }

    /**
     * @throws BundleException naming the file and the tensor, expected and found
     */
    void check() {
        try {
            DetectorSpec detector = bundle.manifest().detector();
            if (detector != null) {
                checkDetector(detector);
            }
            EncoderSpec encoder = bundle.manifest().encoder();
            if (encoder != null) {
                checkEncoder(encoder);
            }
            Set<String> seen = new HashSet<>();
            for (HeadSpec head : bundle.manifest().heads()) {
                checkHead(head, seen.add(head.file()));
            }
        } catch (OnnxFormatException e) {
            throw new BundleException("bundle %s: %s".formatted(bundle.root(), e.getMessage()), e);
        }
    }

    private void checkDetector(DetectorSpec detector) {
        Network network = network(detector.file());
        network.requireInputs(List.of(NetworkInputs.of(detector.input())));
        detector.outputs().forEach(network::requireCells);
    }

    private void checkEncoder(EncoderSpec encoder) {
        Network network = network(encoder.file());
        network.requireComposable();
        network.requireInputs(List.of(NetworkInputs.of(encoder.input())));
        encoder.features().forEach(feature -> network.requireBatchedOutput(TensorPort.of(feature)));
    }

    private void checkHead(HeadSpec head, boolean first) {
        Network network = network(head.file());
        if (first) {
            network.requireComposable();
            network.requireInputs(NetworkInputs.of(head, bundle.manifest().encoder()));
        }
        network.requireBatchedOutput(TensorPort.of(head.output()));
    }

    private Network network(String file) {
        ModelProto model = bundle.model(file);
        return new Network(
                file,
                OnnxModels.opset(file, model),
                OnnxModels.inputs(file, model.getGraph()),
                OnnxModels.outputs(file, model.getGraph()));
    }

    /** What a file says it takes and gives. */
    private record Network(String file, int opset, Map<String, TensorPort> inputs, Map<String, TensorPort> outputs) {

        void requireComposable() {
            require("opset", opset == OnnxModels.OPSET, OnnxModels.OPSET, opset);
            inputs.values().forEach(this::requireFreeBatch);
        }

        void requireInputs(List<TensorPort> expected) {
            List<String> names = expected.stream().map(TensorPort::name).toList();
            require(
                    "inputs",
                    inputs.size() == names.size() && inputs.keySet().containsAll(names),
                    names,
                    inputs.keySet());
            expected.forEach(port -> requireFit("input", port, inputs.get(port.name())));
        }

        void requireOutput(TensorPort expected) {
            TensorPort found = outputs.get(expected.name());
            require("outputs", found != null, expected, outputs.keySet());
            // A file may leave the shape of an output open; the session checks it again when it has inferred it.
            if (!found.shape().isEmpty()) {
                requireFit("output", expected, found);
            }
        }

        /** A list of cells or a map of them, {@code [N, cells, C]} or {@code [N, h, w, C]}: the order of numbers is the same. */
        void requireCells(String output) {
            TensorPort found = outputs.get(output);
            boolean map = found != null && found.shape().size() == 4;
            requireOutput(new TensorPort(
                    output, ElementType.FLOAT32, map ? List.of(-1L, -1L, -1L, -1L) : List.of(-1L, -1L, -1L)));
        }

        void requireBatchedOutput(TensorPort expected) {
            requireOutput(expected);
            requireFreeBatch(outputs.get(expected.name()));
        }

        private void requireFit(String kind, TensorPort expected, TensorPort found) {
            require(
                    kind + " " + expected.name(),
                    found.type() == expected.type() && expected.fits(found.shape()),
                    expected.type() + "" + expected.shape(),
                    found.type() + "" + found.shape());
        }

        private void requireFreeBatch(TensorPort port) {
            boolean free = port.shape().isEmpty() || port.shape().get(0) < 0;
            require(port.name(), free, "a free batch axis", port.shape());
        }

        private void require(String what, boolean holds, Object expected, Object found) {
            if (!holds) {
                throw new OnnxFormatException("%s: %s: expected %s, found %s".formatted(file, what, expected, found));
            }
        }
    }
}
