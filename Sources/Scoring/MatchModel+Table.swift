// Made by scripts/learn-model; do not edit by hand.

extension MatchModel {
    static let table = """
        version 4
        sameSource -0.5 -4 -4 -8
        threshold manifestation * 0
        prior manifestation * -5.89
        weight manifestation * title -4.50 -4.66 -1.56 -2.00 1.53 -0.20 0.09 1.16 2.52 -1.63
        weight manifestation * titleRarity 0.00 2.00 0.00 0.00 1.50 0.97 0.84 0.50
        weight manifestation * marks -1.01 -4.00 -0.88 0.87
        weight manifestation * subtitle -2.98 -1.69 0.00 1.95 1.50
        weight manifestation * titleNumbers -5.00 -1.13 -2.00 1.69
        weight manifestation * part -6.00 -1.50 -0.78 0.80 0.50
        weight manifestation * partName -3.59 -0.51 1.88 -1.80
        weight manifestation * seriesPart -1.20 1.29 0.87
        weight manifestation * names -2.74 -2.47 0.00 0.51 0.71 0.99 0.00 0.00 0.00 0.00 1.80
        weight manifestation * bodies 0.00 0.00 1.50
        weight manifestation * year -6.00 -4.00 -3.50 0.00 3.04 -0.50 -3.35
        weight manifestation * edition -6.00 -2.50 0.00 1.34
        weight manifestation * extent -3.50 -0.46 0.00 0.70 1.50 -2.85
        weight manifestation * publisher -2.78 0.85 1.70
        weight manifestation * host -2.00 -1.00 0.50 0.00
        weight manifestation * location -1.50 -1.99 0.50 2.00
        weight manifestation * isbn -4.00 2.49 3.84
        weight manifestation * issn -2.00 2.59
        weight manifestation * otherNumber -1.50 6.01 -5.75
        weight manifestation * recordNumber 0.00 3.50
        weight manifestation * format -6.00 -2.50 -2.50 0.26
        weight manifestation * language -4.00 0.81
        weight manifestation * adaptation 0.00 -0.31
        weight manifestation * whole 2.20
        threshold expression * 0
        prior expression * -2.67
        weight expression * title -5.97 -4.01 -2.11 -0.65 1.47 -0.89 1.60 2.17 2.70 -1.49
        weight expression * titleRarity -0.27 0.61 0.92 1.35 0.42 1.18 1.33 2.02
        weight expression * marks -1.47 -4.00 -0.20 0.48
        weight expression * subtitle -2.50 -1.00 0.49 1.00 0.18
        weight expression * titleNumbers -5.00 -0.86 -0.50 0.62
        weight expression * part -6.00 -1.50 -0.52 0.80 1.77
        weight expression * partName -2.00 -0.30 0.50 -0.30
        weight expression * seriesPart 0.00 0.20 0.40
        weight expression * names -2.44 -2.15 0.50 0.30 0.80 1.20 2.05 -0.74 0.80 0.50 1.80
        weight expression * bodies -0.52 0.00 0.45
        weight expression * year -0.17 -0.31 0.07 0.30 0.74 -0.03 0.00
        weight expression * edition -6.00 -0.56 1.00 1.98
        weight expression * extent -0.94 -0.50 0.32 0.77 1.17 -0.47
        weight expression * publisher 0.00 0.15 0.11
        weight expression * host -2.00 -1.00 0.50 1.00
        weight expression * location -1.50 -1.00 0.50 2.00
        weight expression * isbn -0.16 2.50 4.01
        weight expression * issn -2.00 2.00
        weight expression * otherNumber -1.50 6.00 -5.00
        weight expression * recordNumber 0.00 5.00
        weight expression * format -6.00 0.00 0.00 0.30
        weight expression * language -4.00 0.41
        weight expression * adaptation -1.49 -0.50
        weight expression * whole 1.51
        threshold work * 0
        prior work * -2.50
        weight work * title -5.95 -3.57 -2.61 -1.08 0.97 -0.45 3.06 2.21 2.67 -1.54
        weight work * titleRarity -0.25 0.51 0.79 1.31 0.21 1.13 1.51 2.01
        weight work * marks -1.47 -4.00 -0.24 0.35
        weight work * subtitle -0.53 0.00 0.29 0.50 0.35
        weight work * titleNumbers -5.00 -0.94 -0.50 0.23
        weight work * part -6.00 -1.50 -0.61 0.80 1.80
        weight work * partName -1.00 -0.20 0.30 -0.20
        weight work * seriesPart 0.00 0.20 0.30
        weight work * names -2.94 -2.65 0.50 0.50 1.00 1.50 2.68 -0.73 1.00 0.50 2.00
        weight work * bodies -0.52 0.00 0.46
        weight work * year 0.18 -0.08 0.04 0.00 0.51 0.00 0.00
        weight work * edition 0.03 0.36 0.20 0.21
        weight work * extent -0.26 0.00 0.38 0.62 1.06 0.02
        weight work * publisher 0.47 0.05 0.16
        weight work * host -2.00 -1.00 0.50 1.00
        weight work * location -1.50 -1.00 0.50 2.00
        weight work * isbn -0.19 2.00 3.02
        weight work * issn -2.00 2.00
        weight work * otherNumber -1.50 6.00 -5.00
        weight work * recordNumber 0.00 5.00
        weight work * format -6.00 0.00 0.00 0.20
        weight work * language -0.55 0.04
        weight work * adaptation -1.49 -0.50
        weight work * whole 1.51
        threshold * article -0.1
        prior * article -1.60
        weight * article title -4.97 -2.90 -0.68 0.34 1.03 1.33 0.60 1.06 1.41 -0.34
        weight * article titleRarity -1.65 0.42 1.76 3.00 -1.35 0.96 1.00 0.47
        weight * article marks -1.50 -4.00 -0.30 0.30
        weight * article subtitle -2.66 -0.74 0.53 0.65 -0.72
        weight * article titleNumbers -4.19 0.00 0.00 1.15
        weight * article part -1.00 -0.50 0.83 0.30 0.77
        weight * article partName -3.00 -0.50 0.50 -1.00
        weight * article seriesPart -1.00 0.30 0.80
        weight * article names -0.89 -0.02 0.50 1.30 2.22 2.00 2.34 -1.00 1.35 0.50 3.16
        weight * article bodies -0.50 0.20 0.50
        weight * article year -3.35 -3.65 -3.10 0.50 0.38 -0.58 0.00
        weight * article edition 0.00 0.00 0.00 0.00
        weight * article extent 0.00 0.00 0.00 0.00 0.00 0.00
        weight * article publisher -0.18 0.41 0.37
        weight * article host -1.00 0.00 0.35 1.44
        weight * article location -0.44 -0.59 0.71 1.38
        weight * article isbn -2.50 2.50 4.50
        weight * article issn -2.00 2.00
        weight * article otherNumber -2.00 6.00 -5.00
        weight * article recordNumber 0.00 5.00
        weight * article format 0.00 0.00 0.00 0.00
        weight * article language -4.00 0.20
        weight * article adaptation -0.30 -0.30
        weight * article whole 1.40
        calibration 0.843 -0.132
        """

    /// Words of titles with their rarity in eighths of a nat.
    static let wordTable = """
        a 8 about 46 abstract 38 acceleration 49 access 31 accessing 50 acm 37 across 46 actes 20 active 32 activity
        49 ad 54 adaptable 49 adaptive 36 adbis 51 advanced 43 advances 43 agent 45 agents 51 aggregate 41 aggregates
        43 aggregation 39 air 54 al 8 algebra 43 algebraic 49 algorithm 33 algorithms 30 alla 8 allocation 48 als 8
        alternative 53 am 8 among 47 an 8 analysis 34 and 8 anh 31 annotated 47 annual 20 another 50 answering 37
        answers 46 application 34 applications 31 applying 47 approach 31 approaches 48 approximate 36 approximation
        49 approximations 54 architecture 36 architectures 39 archives 54 are 45 area 49 arrays 50 art 47 as 8
        association 26 at 8 atti 20 attribute 50 attributes 52 au 8 auf 8 aus 8 author 53 authorization 52 automated
        47 automatic 40 automation 50 aux 8 availability 49 available 48 avec 8 b 43 b2b 47 ba 40 bai 18 balancing 44
        ban 27 bao 41 base 37 based 23 bases 45 be 40 behavior 50 bei 8 beitrage 20 ben 36 benchmark 48 benchmarking
        50 benh 40 bericht 20 between 45 beyond 45 bi 34 bibliography 45 bien 31 binh 26 bioinformatics 49 birch 50
        bitmap 50 bo 16 bong 43 book 42 boolean 54 breaking 52 broadcast 46 browsing 45 bru 42 buffer 43 buffering 50
        building 39 bulk 47 bulletin 20 business 36 by 8 c 44 ca 37 cac 8 cache 38 caching 36 cam 29 can 48 canh 41
        cao 30 cap 43 capabilities 48 case 42 cat 40 cau 31 cay 37 center 52 cents 51 chain 50 chair 52 challenge 49
        challenges 39 cham 36 chan 34 change 44 changes 50 changing 50 chau 41 checking 47 chi 26 chieu 34 chinh 43
        cho 8 chong 41 class 44 classification 45 classifier 53 cleaning 50 client 39 closure 52 cluster 53 clustering
        33 co 22 collection 44 column 20 combining 50 commerce 35 commercial 48 common 48 communication 47 comparative
        51 comparing 53 comparison 50 complete 49 complex 39 complexity 49 component 49 composite 52 compressed 43
        compression 45 computation 42 computer 46 computing 39 con 8 concept 54 concepts 50 conceptual 48 concerto 20
        concurrency 34 concurrent 53 conditions 52 conference 20 configuration 48 cong 27 conscious 49 consistency 42
        constrained 45 constraint 42 constraints 36 constructing 50 construction 50 containment 50 content 38 context
        48 continuous 39 continuously 51 control 33 correctness 54 cost 38 costs 54 cot 40 cours 20 course 20 cua 8
        cube 44 cubes 43 cuong 33 cure 54 current 52 cuu 31 d 8 da 8 dai 27 dan 22 dang 17 dans 8 dao 32 dap 31 das 8
        dat 34 data 13 database 14 databases 16 databasesa 52 datalog 52 datasets 43 day 43 db 46 db2 39 dbms 39 de 8
        deadlock 48 decision 39 declarative 48 deductive 34 defined 49 definition 51 dei 8 del 8 della 8 delle 8 dem 8
        demand 48 demo 52 demonstration 49 den 8 der 8 des 8 describing 51 description 53 design 30 designing 49
        detection 41 developing 50 development 48 di 8 dia 25 die 8 dien 30 digital 40 dimension 52 dimensional 30
        dimensionality 47 dinh 40 directions 46 discovering 49 discovery 39 discrete 54 disjunctive 49 disk 45 disks
        50 disruptive 54 dissemination 47 distance 45 distributed 26 distribution 49 do 49 document 41 documents 35
        doi 28 domains 48 dong 28 down 50 driven 39 du 8 duc 26 dung 32 duong 38 duplicates 54 during 49 dynamic 31
        dynamics 50 e 8 east 51 edition 49 editor 40 editorial 20 editors 53 een 8 effective 41 efficient 25
        efficiently 43 ein 8 eine 8 einer 8 eines 8 einfuhrung 20 el 8 electronic 37 en 8 enabling 47 end 52 energy 47
        engine 44 engineering 44 engines 46 enhanced 48 enterprise 48 entity 53 environment 38 environmental 43
        environments 39 estimating 48 estimation 36 et 8 european 51 evaluating 50 evaluation 32 event 46 evolution 40
        evolving 49 execution 41 exodus 53 expensive 48 experience 45 experiences 47 experiments 49 exploiting 43
        exploration 42 exploratory 53 expression 50 expressions 45 extended 42 extending 53 extensible 41 external 45
        extracting 45 extraction 42 fast 34 fault 49 features 47 federated 40 feedback 49 festschrift 20 file 46 files
        50 filtering 45 finding 48 fine 54 firm 50 first 46 flexible 42 for 8 foreword 20 form 51 formal 46 foundation
        50 fourth 50 fractal 53 framework 38 frequent 45 from 8 full 54 functional 47 functions 48 fur 8 fusion 54
        future 43 fuzzy 43 garbage 48 general 49 generalized 40 generating 50 generation 37 generator 54 generic 45
        geographic 52 gesammelte 20 geschichte 20 gia 31 giai 32 giam 15 gian 33 giang 31 giao 22 gio 34 giong 43 gis
        48 gli 8 global 42 gloss 54 go 54 goi 45 going 50 good 49 grained 54 graph 50 graphical 52 graphs 54 grid 44
        group 44 guest 39 guide 20 h 48 ha 25 hai 41 handbuch 20 handling 49 hanh 37 hardware 54 harnessing 54 hash 45
        hat 43 hau 41 have 50 het 8 heterogeneity 47 heterogeneous 35 heterogenous 52 hien 41 hierarchical 42
        hierarchies 46 hierarchy 54 hieu 32 high 31 highly 44 hinh 41 histogram 46 histograms 43 histoire 20 historia
        20 historical 50 history 20 ho 35 hoa 18 hoang 42 hoat 40 hoc 18 hoi 21 hon 40 hong 43 how 40 hue 25 hung 43
        huong 23 huu 36 huyen 22 hybrid 54 hypertext 52 i 8 ibm 52 iceberg 49 il 8 im 8 image 38 images 49 impact 48
        implementation 31 implementations 54 implementing 41 implication 54 implications 48 improve 54 improved 48
        improving 41 in 8 incomplete 46 incremental 35 independence 48 index 20 indexes 43 indexing 32 indices 48
        industrial 44 industry 50 infomaster 54 information 22 informix 50 infosleuth 49 infrastructure 47 ingres 53
        int 45 integrated 44 integrating 37 integration 31 integrity 39 intelligent 48 intensive 41 interactive 41
        interesting 54 interface 42 interfaces 47 international 37 internet 37 interoperability 42 interoperable 54
        interval 48 interview 48 intl 50 into 43 introduction 20 intrusion 50 irisnet 54 is 8 issue 42 issues 35 it 54
        items 47 itemsets 54 its 8 j 45 jahrbuch 20 java 45 join 32 joins 36 k 43 ke 14 ket 34 keyword 49 khanh 45
        khao 35 khi 42 khoa 28 khoe 43 khuc 45 ki 24 kieu 37 kim 45 kinh 36 knowledge 36 konzert 20 l 8 la 8 lai 31
        lang 27 language 31 languages 35 lao 37 lap 41 large 27 las 8 lazy 49 le 8 learning 43 legacy 50 lehrbuch 20
        lenin 39 les 8 letter 20 letters 20 level 43 lh 53 li 25 libraries 46 library 50 lich 16 lien 42 lieu 38 life
        50 like 50 limitations 54 limited 54 line 41 lineage 53 linear 52 linh 37 lo 8 load 45 loading 46 loc 38 local
        50 locking 49 log 48 logic 48 logical 43 loi 30 long 48 look 50 lore 53 los 8 low 50 lua 36 luan 33 luat 23
        luc 42 luong 38 m 40 mac 39 machine 50 magic 54 main 41 maintaining 46 maintenance 33 making 48 management 21
        manager 39 managing 40 manifesto 53 manipulation 52 manual 20 manuel 20 mapping 43 market 45 markov 54 massive
        48 matching 42 materialized 38 may 38 mechanism 53 media 44 mediation 52 mediator 45 medical 49 meets 50
        memory 33 merge 49 merging 54 message 20 met 8 meta 54 metadata 43 method 36 methods 39 metric 46 metu 53
        microsoft 41 middle 50 middleware 43 mien 34 millennium 54 minh 42 minimization 54 mining 23 mit 8 mo 35
        mobile 37 model 30 modeling 41 modelling 47 models 39 modular 51 moi 43 mon 30 monitoring 45 more 45 mot 8
        moving 43 mua 37 multi 31 multidatabase 42 multidatabases 52 multidimensional 34 multimedia 32 multiple 36
        multiversion 52 muong 39 n 44 nach 8 nam 23 nang 32 native 48 nay 39 nearest 41 neighbor 42 nel 8 nested 46
        network 36 networked 50 networks 37 neural 54 new 34 news 20 next 41 nga 43 ngan 33 nghe 22 nghiem 40 nghien
        31 ngon 37 ngu 28 nguoi 39 nguon 45 nguyen 41 nha 38 nhac 38 nhan 36 nhap 25 nhien 38 nho 31 nhung 8 nien 15
        node 50 non 42 nong 45 normal 50 not 49 notes 20 nothing 50 novel 50 now 50 nsf 47 numeric 53 nuoc 37 nuoi 32
        o 8 object 21 objects 36 obras 20 odmg 46 oeuvres 20 of 8 olap 37 oltp 50 on 8 one 42 online 37 ontologies 48
        ontology 49 oodb 46 oodbms 46 op 8 open 41 operating 53 operations 46 operator 47 operators 53 opere 20
        opportunities 46 optimal 43 optimistic 54 optimization 27 optimizations 54 optimized 46 optimizer 48
        optimizing 40 oql 54 or 8 oracle 38 order 42 ordered 50 ordering 49 organization 46 oriented 23 orthogonally
        53 other 50 out 46 outliers 47 over 34 overview 41 p 47 page 45 panel 34 paper 48 papers 47 par 8 paradigm 50
        parallel 31 parallelism 47 parametric 48 part 46 partial 53 partitioned 49 partitioning 50 pass 50 path 38
        pattern 39 patterns 46 pc 49 peer 43 per 8 performance 30 persistent 43 personal 48 personalization 50
        perspective 48 pha 39 pham 40 phan 39 phap 42 phat 42 phong 29 phu 35 phuong 42 physical 49 placement 48 plan
        54 plans 49 platform 45 points 52 policies 49 pour 8 power 46 practical 42 practice 47 precision 54 predicate
        53 predicates 45 predictions 54 preface 20 prefetching 50 presence 46 present 54 preservation 54 preserving 46
        principles 46 priority 54 privacy 47 probabilistic 42 problem 43 problems 49 proc 44 proceedings 20 process 46
        processes 50 processing 26 processor 49 production 47 products 47 profiles 50 program 50 programming 36
        progressive 49 project 40 projected 53 propagation 47 proposal 48 protocol 47 protocols 47 prototype 42
        providing 45 proximity 54 pruning 53 public 50 publish 46 publishing 47 quality 41 quan 41 quang 20
        quantitative 45 que 41 queries 23 query 20 querying 32 quoc 45 quyen 45 r 37 random 47 range 46 ranked 50
        rapid 49 rdbms 45 re 48 real 33 reasoning 48 record 48 records 53 recovery 39 rectangles 54 recursive 50
        reduction 50 regular 53 relational 22 relations 41 relationship 51 relationships 49 relative 50 relevance 54
        reliable 54 reordering 50 reorganization 51 replicated 45 replication 40 report 20 reports 20 repositories 48
        repository 45 representation 50 research 30 resident 53 resolution 48 resource 43 resources 51 response 47
        result 50 results 49 retrieval 34 review 20 reviews 20 revisited 54 rewriting 52 robust 46 role 49 routing 54
        ru 43 rule 36 rules 26 rung 43 s 33 sach 27 safe 49 sampling 41 san 38 sap 50 scalable 36 scale 40 scaling 51
        scheduling 42 schema 37 schemas 54 schemasql 53 schemata 54 scheme 43 schemes 51 science 48 scientific 44
        search 30 searches 50 searching 43 section 46 secure 44 security 45 selected 20 selection 36 selective 53
        selectivity 37 self 41 semantic 30 semantics 38 semi 41 semistructured 36 sensor 41 sequence 49 sequences 46
        sequential 51 series 42 server 32 servers 41 service 41 services 33 session 42 set 42 sets 40 shapes 52 shared
        44 sharing 43 sigmod 39 sim 43 similarity 33 simple 54 simulation 53 sinfonie 20 sinh 30 site 44 sites 42 size
        43 skyline 53 sleepers 54 small 50 smart 50 so 32 soc 36 software 44 solution 44 some 54 son 33 sonata 20
        sonate 20 song 33 sort 50 sorting 50 source 47 sources 37 space 41 spaces 40 sparse 50 spatial 30 spatio 46
        spatiotemporal 52 speaks 47 special 40 specific 50 specification 44 sql 30 sr 52 srikant 54 standard 46
        standards 46 stanford 48 state 44 static 53 statistical 18 statistics 50 status 51 step 53 storage 32 stored
        50 storia 20 storing 47 strategies 42 strategy 48 stream 42 streaming 46 streams 37 structural 48 structure 33
        structured 36 structures 37 strudel 54 studies 50 study 40 su 8 sua 34 suat 43 subscribe 46 subsequence 54
        subspace 54 suc 33 summarization 54 summary 46 sung 34 support 33 supporting 37 sur 8 survey 43 symphony 20
        synchronization 53 synopses 50 syntax 54 system 19 systems 18 t 35 ta 45 table 50 tables 43 tac 42 tai 8 tan
        33 tap 17 taxonomy 53 tay 30 te 8 technique 44 techniques 33 technologies 40 technology 33 template 54
        temporal 30 tertiary 49 text 37 thach 41 thai 42 tham 33 thang 40 thanh 23 thao 31 the 8 their 49 theory 45
        thep 40 thi 35 thien 26 thieu 45 third 51 thit 40 tho 26 thoi 29 thon 45 thong 14 through 38 thu 34 thua 27
        thuat 32 thuc 29 thuy 36 thuyet 35 tich 35 tien 32 tieng 29 tiep 43 tier 48 tieu 34 tim 32 time 30 tin 36 tinh
        13 title 48 to 8 toan 30 toc 35 tods 50 toi 43 tolerant 50 tom 40 tong 40 tool 39 toolkit 47 tools 48 top 45
        toward 50 towards 39 tpc 47 trach 42 tracing 54 tradeoff 53 traffic 49 trai 36 trang 33 transaction 36
        transactional 45 transactions 41 transformation 49 transformations 48 transitive 52 translation 47 tre 36 tree
        33 trees 36 tri 24 trien 42 triet 39 trieu 41 triggers 54 trinh 30 tro 31 trong 8 truc 43 trung 33 truong 33
        truyen 27 tsimmis 53 tu 8 tuc 39 tung 38 tuning 42 tuoi 37 tuong 38 tutorial 36 two 45 type 46 types 45 uber 8
        uc 40 un 8 una 8 uncertainty 52 und 8 under 49 understanding 50 une 8 unified 52 uniform 53 universal 45
        university 39 unix 50 uno 8 unstructured 51 uoc 35 up 45 update 39 updates 42 updating 50 use 46 user 39 using
        24 va 8 value 46 valued 53 values 47 van 8 vang 40 vat 31 ve 8 vector 53 version 45 versions 49 versus 54
        vertical 52 very 41 vi 36 via 47 video 43 vien 25 viet 29 view 34 views 32 vinh 38 virtual 48 vision 53 visual
        42 visualization 42 vldb 42 vo 27 voi 8 von 8 voor 8 vs 50 vung 40 w 54 warehouse 36 warehouses 40 warehousing
        37 watermarking 53 wavelet 54 wavelets 53 way 50 web 22 werke 20 what 41 where 50 why 49 wide 40 will 49
        window 54 wireless 42 with 8 without 46 won 50 work 47 workflow 38 workloads 49 works 20 workshop 33 world 40
        wrapper 49 wrappers 53 www 50 x 50 xa 22 xac 43 xay 45 xml 24 xpath 48 xquery 44 xsb 54 xu 41 xua 39 xuan 38 y
        8 yearbook 18 yen 45 yeu 31 you 48 your 48 yu 53 zum 8 zur 8
        """
}
