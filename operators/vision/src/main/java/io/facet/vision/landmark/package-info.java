/** Schemes of facial landmarks: how many points, which lie where, and which change places in a mirrored picture. */
package io.facet.vision.landmark;
