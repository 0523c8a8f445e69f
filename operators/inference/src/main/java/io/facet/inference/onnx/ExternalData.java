package io.facet.inference.onnx;

import java.util.List;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;

/** Refuses tensors that a model keeps in other files, wherever in the model they are: such a path may lead anywhere. */
final class ExternalData {
    private final String model;

    private ExternalData(String model) {
        this.model = model;
    }

    /** @throws OnnxFormatException naming the model and the first such tensor */
    static void refuse(String name, ModelProto model) {
        ExternalData rule = new ExternalData(name);
        rule.graph(model.getGraph());
        model.getFunctionsList().forEach(function -> rule.nodes(function.getNodeList()));
    }

    private void graph(GraphProto graph) {
        graph.getInitializerList().forEach(this::tensor);
        graph.getSparseInitializerList().forEach(this::sparse);
        nodes(graph.getNodeList());
    }

    private void nodes(List<NodeProto> nodes) {
        for (NodeProto node : nodes) {
            node.getAttributeList().forEach(this::attribute);
        }
    }

    private void attribute(AttributeProto attribute) {
        tensor(attribute.getT());
        attribute.getTensorsList().forEach(this::tensor);
        sparse(attribute.getSparseTensor());
        attribute.getSparseTensorsList().forEach(this::sparse);
        if (attribute.hasG()) {
            graph(attribute.getG());
        }
        attribute.getGraphsList().forEach(this::graph);
    }

    private void sparse(SparseTensorProto sparse) {
        tensor(sparse.getValues());
        tensor(sparse.getIndices());
    }

    private void tensor(TensorProto tensor) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw new OnnxFormatException("%s: expected weights inside the model, found %s in another file"
                    .formatted(model, tensor.getName()));
        }
    }
}
