<?xml version="1.0" encoding="UTF-8"?>
<!-- Which UNIMARC field feeds which Bib-1 index. Index names end in :w words, :p whole field, :n number, :s sort key. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:m="http://www.loc.gov/MARC21/slim"
  xmlns:z="http://indexdata.com/zebra-2.0" exclude-result-prefixes="m">
  <xsl:output method="xml" encoding="UTF-8"/>
  <xsl:template match="text()"/>

  <!-- The subfields with these codes, with a blank between them and without ISBD marks. -->
  <xsl:template name="subfields">
    <xsl:param name="codes"/>
    <xsl:variable name="text">
      <xsl:for-each select="m:subfield[contains($codes, @code)]">
        <xsl:value-of select="."/><xsl:text> </xsl:text>
      </xsl:for-each>
    </xsl:variable>
    <xsl:value-of select="normalize-space(translate($text, '/:;=', ''))"/>
  </xsl:template>

  <xsl:template match="m:record">
    <z:record z:id="{normalize-space(m:controlfield[@tag='001'])}">
      <z:index name="Local-number:w Local-number:0">
        <xsl:value-of select="normalize-space(m:controlfield[@tag='001'])"/>
      </z:index>
      <z:index name="Title:s"><xsl:value-of select="m:datafield[@tag='200'][1]/m:subfield[@code='a']"/></z:index>
      <z:index name="Author:s">
        <xsl:value-of select="m:datafield[starts-with(@tag, '7')][1]/m:subfield[@code='a']"/>
      </z:index>
      <xsl:apply-templates select="m:datafield"/>
    </z:record>
  </xsl:template>

  <xsl:template match="m:datafield[@tag='200']">
    <z:index name="Title:w Title:p Any:w">
      <xsl:call-template name="subfields"><xsl:with-param name="codes">aehi</xsl:with-param></xsl:call-template>
    </z:index>
    <xsl:for-each select="m:subfield[@code='a']">
      <z:index name="Title:p"><xsl:value-of select="normalize-space(translate(., '/:;=', ''))"/></z:index>
    </xsl:for-each>
    <xsl:for-each select="m:subfield[@code='f']">
      <z:index name="Any:w"><xsl:value-of select="."/></z:index>
    </xsl:for-each>
    <xsl:for-each select="m:subfield[@code='g']">
      <z:index name="Any:w"><xsl:value-of select="."/></z:index>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="m:datafield[@tag='454']">
    <xsl:for-each select="m:subfield[@code='t']">
      <z:index name="Title:w Title-uniform:w Any:w"><xsl:value-of select="."/></z:index>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="m:datafield[@tag='500'] | m:datafield[@tag='517']">
    <xsl:for-each select="m:subfield[@code='a']">
      <z:index name="Title:w Title:p Any:w"><xsl:value-of select="."/></z:index>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="m:datafield[@tag='225']">
    <xsl:for-each select="m:subfield[@code='a']">
      <z:index name="Title-series:w Title-series:p Any:w"><xsl:value-of select="."/></z:index>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="m:datafield[starts-with(@tag, '70')]">
    <z:index name="Author:w Author:p Name:w Personal-name:w Author-name-personal:w Any:w">
      <xsl:call-template name="subfields"><xsl:with-param name="codes">abcf</xsl:with-param></xsl:call-template>
    </z:index>
    <z:index name="Author:p"><xsl:value-of select="translate(m:subfield[@code='a'], ',', '')"/></z:index>
  </xsl:template>
  <xsl:template match="m:datafield[starts-with(@tag, '71')]">
    <z:index name="Author:w Author:p Name:w Corporate-name:w Author-name-corporate:w Any:w">
      <xsl:call-template name="subfields"><xsl:with-param name="codes">abc</xsl:with-param></xsl:call-template>
    </z:index>
    <z:index name="Author:p"><xsl:value-of select="translate(m:subfield[@code='a'], ',', '')"/></z:index>
  </xsl:template>
  <xsl:template match="m:datafield[@tag='010']">
    <xsl:for-each select="m:subfield[@code='a']">
      <z:index name="ISBN:w ISBN:p Identifier-standard:w Any:w"><xsl:value-of select="translate(substring-before(concat(., ' '), ' '), '-', '')"/></z:index>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="m:datafield[@tag='101']">
    <xsl:for-each select="m:subfield[@code='a']">
      <z:index name="Code-language:w"><xsl:value-of select="."/></z:index>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="m:datafield[@tag='210']">
    <xsl:for-each select="m:subfield[@code='a']">
      <z:index name="Place-publication:w Any:w"><xsl:value-of select="."/></z:index>
    </xsl:for-each>
    <xsl:for-each select="m:subfield[@code='c']">
      <z:index name="Publisher:w Publisher:p Any:w"><xsl:value-of select="."/></z:index>
    </xsl:for-each>
    <xsl:for-each select="m:subfield[@code='d']">
      <z:index name="Date-of-publication:w Date-of-publication:n Date:n Date-of-publication:s Any:w"><xsl:value-of select="."/></z:index>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="m:datafield[@tag='606'] | m:datafield[@tag='607'] | m:datafield[@tag='610']">
    <z:index name="Subject-heading:w Subject-heading:p Any:w">
      <xsl:call-template name="subfields"><xsl:with-param name="codes">axyz</xsl:with-param></xsl:call-template>
    </z:index>
  </xsl:template>
  <xsl:template match="m:datafield[@tag='676']">
    <xsl:for-each select="m:subfield[@code='a']">
      <z:index name="Dewey-classification:w Dewey-classification:p Local-classification:w"><xsl:value-of select="."/></z:index>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
