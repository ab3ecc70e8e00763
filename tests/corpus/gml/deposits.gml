<?xml version="1.0" encoding="utf-8" ?>
<ogr:FeatureCollection
     gml:id="aFeatureCollection"
     xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
     xsi:schemaLocation="http://ogr.maptools.org/ deposits.xsd"
     xmlns:ogr="http://ogr.maptools.org/"
     xmlns:gml="http://www.opengis.net/gml/3.2">
  <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>70.5 116.5</gml:lowerCorner><gml:upperCorner>71.0 117.25</gml:upperCorner></gml:Envelope></gml:boundedBy>
                                                                                                                                                               
  <ogr:featureMember>
    <ogr:deposits gml:id="deposits.0">
      <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>71.0 116.5</gml:lowerCorner><gml:upperCorner>71.0 116.5</gml:upperCorner></gml:Envelope></gml:boundedBy>
      <ogr:geometryProperty><gml:Point srsName="urn:ogc:def:crs:EPSG::4326" gml:id="deposits.geom.0"><gml:pos>71.0 116.5</gml:pos></gml:Point></ogr:geometryProperty>
      <ogr:name>Site A</ogr:name>
      <ogr:country>RU</ogr:country>
      <ogr:ore_mt>1.5</ogr:ore_mt>
    </ogr:deposits>
  </ogr:featureMember>
  <ogr:featureMember>
    <ogr:deposits gml:id="deposits.1">
      <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>70.5 117.25</gml:lowerCorner><gml:upperCorner>70.5 117.25</gml:upperCorner></gml:Envelope></gml:boundedBy>
      <ogr:geometryProperty><gml:Point srsName="urn:ogc:def:crs:EPSG::4326" gml:id="deposits.geom.1"><gml:pos>70.5 117.25</gml:pos></gml:Point></ogr:geometryProperty>
      <ogr:name>Участок Б</ogr:name>
      <ogr:country>RU</ogr:country>
      <ogr:ore_mt>2</ogr:ore_mt>
    </ogr:deposits>
  </ogr:featureMember>
</ogr:FeatureCollection>
