/** A face detector without anchors: one candidate with five points for each cell of three strides. */
package io.facet.training.network.detector;
